import type pg from 'pg';

/** A database that is open: PostgreSQL, or PGlite in this process. */
export interface Engine {
  name: 'postgresql' | 'pglite';
  pool: pg.Pool;
  /** Frees what stands behind the pool, after the pool has ended. */
  close(): Promise<void>;
}
