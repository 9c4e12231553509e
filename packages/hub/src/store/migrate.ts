import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import type { Database } from './schema/database.ts';

const folder = join(import.meta.dirname, 'migrations');

/**
 * Brings the database to the newest schema. Processes that start together wait for the first of them (advisory lock).
 * Throws when a migration fails, or when the database is newer than this program; nothing is changed then.
 */
export async function migrate(database: Kysely<Database>): Promise<void> {
  const migrations = await readMigrations();
  const applied = await appliedMigrations(database);
  const unknown = applied.find(name => !Object.hasOwn(migrations, name));
  if (unknown !== undefined) {
    throw new Error(
      `The database is newer than this program, which does not know its migration ${unknown}: ` +
        'start the release that made it, or a later one',
    );
  }
  // The migrator reads the whole catalogue, which PGlite takes half a second for.
  if (applied.length === Object.keys(migrations).length) return;
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const { message } = error as Error;
  throw new Error(`The database could not be brought to this program's schema: ${message}`, { cause: error });
}

/** The numbered SQL files, in order. */
export async function migrationFiles(): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(folder)).filter(name => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(names.map(async name => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = await migrationFiles();
  return Object.fromEntries(files.map(({ name, text }) => [name.replace(/\.sql$/, ''), statements(text)]));
}

function statements(text: string): Migration {
  return { up: async database => void (await sql.raw(text).execute(database)) };
}

/** Names of the migrations the database has had; none when it is empty. */
async function appliedMigrations(database: Kysely<Database>): Promise<string[]> {
  const table = sql.table(DEFAULT_MIGRATION_TABLE);
  const known = sql<{ known: boolean }>`select to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null as known`;
  if (!(await known.execute(database)).rows[0]?.known) return [];
  const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(database);
  return rows.map(row => row.name);
}
