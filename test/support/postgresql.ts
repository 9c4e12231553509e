import pg from 'pg';

/** The engine every store of this run is on: `COUNTERMARK_TEST_ENGINE=postgresql`, or the embedded one. */
export function testEngine(): 'postgresql' | 'pglite' {
  return process.env['COUNTERMARK_TEST_ENGINE'] === 'postgresql' ? 'postgresql' : 'pglite';
}

/** A PostgreSQL server on which tests may make databases: `COUNTERMARK_TEST_DATABASE_URL`. */
export function postgresqlServer(): string | null {
  return process.env['COUNTERMARK_TEST_DATABASE_URL'] ?? null;
}

/** Why a test that needs PostgreSQL is skipped; false when it is not. */
export const withoutPostgresql: string | false =
  postgresqlServer() === null &&
  'needs PostgreSQL: set COUNTERMARK_TEST_DATABASE_URL=postgres://… to a server where databases may be made';

/** A database of its own for one test. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

export async function createDatabase(name: string): Promise<TestDatabase> {
  const server = postgresqlServer();
  if (server === null)
    throw new Error('COUNTERMARK_TEST_ENGINE=postgresql needs COUNTERMARK_TEST_DATABASE_URL');
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(server, `drop database if exists ${name} with (force)`) };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
