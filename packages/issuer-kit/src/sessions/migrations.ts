import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresqlPool, Queryable } from './postgresql-pool.ts';

const folder = join(import.meta.dirname, 'migrations');

/**
 * Brings the tables of the session store to their newest form; nothing is changed where they have it. Processes that start
 * together wait for the first of them.
 *
 * @throws Error when the tables are newer than this release
 */
export async function migrate(pool: PostgresqlPool): Promise<void> {
  const files = await migrationFiles();
  if ((await applied(pool)).length === files.length) return;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtext('issuer_kit_migration'))");
    await client.query('create table if not exists issuer_kit_migration (name text primary key)');
    const known = await applied(client);
    refuseNewer(known, files);
    for (const name of files.filter(file => !known.includes(file))) {
      await client.query(await readFile(join(folder, name), 'utf8'));
      await client.query('insert into issuer_kit_migration (name) values ($1)', [name]);
    }
    await client.query('commit');
  } catch (fault) {
    await client.query('rollback');
    throw fault;
  } finally {
    client.release();
  }
}

/** The numbered SQL files, in order. */
async function migrationFiles(): Promise<string[]> {
  return (await readdir(folder)).filter(name => /^\d{4}_\w+\.sql$/.test(name)).sort();
}

async function applied(database: Queryable): Promise<string[]> {
  const table = await database.query("select to_regclass('issuer_kit_migration') is not null as known");
  if (!table.rows[0]?.['known']) return [];
  const { rows } = await database.query('select name from issuer_kit_migration');
  return rows.map(({ name }) => String(name));
}

function refuseNewer(known: readonly string[], files: readonly string[]): void {
  const unknown = known.find(name => !files.includes(name));
  if (unknown === undefined) return;
  throw new Error(
    `The tables of the session store are newer than this release of the kit, which does not know ${unknown}: ` +
      'use the release that made them, or a later one',
  );
}
