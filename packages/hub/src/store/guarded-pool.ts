import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { toStoreError } from './driver-errors.ts';
import type { TransactionScope } from './transaction-scope.ts';

/**
 * The pool as Kysely sees it. Every statement of every module comes through here, so this is where a call from inside a
 * transaction is refused and where driver errors get their type.
 */
export function guardedPool(pool: pg.Pool, scope: TransactionScope): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      scope.assertOutside();
      return typedErrors(await pool.connect());
    },
  };
}

function typedErrors(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      throw toStoreError(error);
    }
  };
  return {
    // Kysely has a second form of query, for cursors; the dialect is given none.
    query: query as unknown as PostgresPoolClient['query'],
    release: destroy => client.release(destroy),
  };
}
