import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { migrationFiles } from './migrate.ts';
import { pgliteEngine } from './pglite-engine.ts';
import { type OpenStore, openStore, openStoreOn } from './store.ts';

export interface TestStore extends OpenStore {
  /** Deletes every row, between two tests. */
  empty(): Promise<void>;
}

const cacheFolder = join(import.meta.dirname, '../../../../node_modules/.cache/countermark/test-store');
const manifest = join(import.meta.dirname, '../../package.json');

/**
 * A store of its own for one test file, migrated and empty: PGlite in memory, or a database on the server that
 * COUNTERMARK_TEST_DATABASE_URL names (its user must be allowed to create databases); `close` drops it.
 */
export async function openTestStore(): Promise<TestStore> {
  const server = process.env['COUNTERMARK_TEST_DATABASE_URL'];
  const store = server ? await storeOnServer(server) : await storeInMemory();
  const deleteRows = await deleteStatements(store);
  return { ...store, empty: async () => void (await deleteRows.execute(store.database)) };
}

/** Twenty times faster than TRUNCATE on tables that hold a few rows. The newest table first: it may refer to older ones. */
async function deleteStatements({ database }: OpenStore): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ statement: string }>`
    select 'delete from ' || oid::regclass as statement from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'
    order by oid desc`.execute(database);
  return sql.raw(rows.map(row => row.statement).join('; '));
}

// --- PGlite ----------------------------------------------------------------------------------------------------------

async function storeInMemory(): Promise<OpenStore> {
  const snapshot = join(cacheFolder, `${await schemaKey()}.tar`);
  if (!existsSync(snapshot)) await writeSnapshot(snapshot);
  return storeOnPglite(await PGlite.create({ loadDataDir: new Blob([await readFile(snapshot)]) }));
}

function storeOnPglite(pglite: PGlite): Promise<OpenStore> {
  return openStoreOn(pgliteEngine(pglite, async () => {}));
}

/** Dump of a migrated database. Written whole or not at all: test files that start at once may each write it. */
async function writeSnapshot(file: string): Promise<void> {
  // Write-ahead log in segments of 1 MB instead of 16: a smaller dump loads faster.
  const pglite = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] });
  const store = await storeOnPglite(pglite);
  const dump = await pglite.dumpDataDir('none');
  await store.close();
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  await rename(unfinished, file);
}

// --- PostgreSQL ------------------------------------------------------------------------------------------------------

async function storeOnServer(server: string): Promise<OpenStore> {
  const template = `countermark_template_${await schemaKey()}`;
  const name = `countermark_test_${randomBytes(6).toString('hex')}`;
  await withAdministrator(server, async administrator => {
    await makeTemplate(administrator, server, template);
    await administrator.query(`create database ${name} template ${template}`);
    // A wait that should not be there fails its test instead of stopping the run.
    await administrator.query(`alter database ${name} set lock_timeout = '10s'`);
  });
  const store = await openStore({ url: databaseUrl(server, name) });
  const close = async () => {
    await store.close();
    await withAdministrator(server, administrator => administrator.query(`drop database ${name}`));
  };
  return { ...store, close };
}

/** Under a lock: several test files may find the template missing, and it may be copied only when nobody is in it. */
async function makeTemplate(administrator: pg.Client, server: string, template: string): Promise<void> {
  await administrator.query('select pg_advisory_lock(hashtext($1))', [template]);
  const { rowCount } = await administrator.query('select from pg_database where datname = $1', [template]);
  if (rowCount !== 0) return;
  const unfinished = `${template}_unfinished`;
  await administrator.query(`drop database if exists ${unfinished}`);
  await administrator.query(`create database ${unfinished}`);
  await (await openStore({ url: databaseUrl(server, unfinished) })).close();
  await administrator.query(`alter database ${unfinished} rename to ${template}`);
}

async function withAdministrator(
  server: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

// --- Both ------------------------------------------------------------------------------------------------------------

/** Changes with the migrations and with the release of PGlite. */
async function schemaKey(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(manifest, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const hash = createHash('sha256').update(dependencies['@electric-sql/pglite'] ?? '');
  for (const { name, text } of await migrationFiles()) hash.update(name).update(text);
  return hash.digest('hex').slice(0, 16);
}
