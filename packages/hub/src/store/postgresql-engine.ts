import pg from 'pg';
import type { Engine } from './engine.ts';
import { typeParsers } from './type-parsers.ts';

/** Longest wait for a connection, in milliseconds: above it the pool is used up or the server unreachable. */
const connectionTimeout = 10_000;

/** `url` as libpq reads it: `postgres://user@host:port/database?sslmode=…`. Connects with the first query. */
export function openPostgresql(url: string): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'countermark',
    connectionTimeoutMillis: connectionTimeout,
    keepAlive: true,
    types: typeParsers(),
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  return { name: 'postgresql', pool, close: async () => {} };
}
