import { sql } from 'kysely';
import type { Aggregates } from '../ports/store.ts';
import type { OpenStore } from './store.ts';

/**
 * Runs `other` while the transaction of `held` is open and has not committed what it did, as a second process would;
 * then lets it commit. PGlite has one connection: there, `other` waits and runs after the commit.
 */
export async function duringTransaction<A, B>(
  store: OpenStore,
  steps: { held: (tx: Aggregates) => Promise<A>; other: () => Promise<B> },
): Promise<{ held: A; other: B }> {
  const done = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const held = store.transaction(async tx => {
    const result = await steps.held(tx);
    done.resolve();
    await commit.promise;
    return result;
  });
  await Promise.race([done.promise, held]);
  const other = steps.other();
  if (store.engine === 'postgresql') await other;
  commit.resolve();
  return { held: await held, other: await other };
}

/** Until a transaction waits for what another one has locked; on PostgreSQL. */
export async function somebodyWaitsIn({ database }: OpenStore): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(database);
    if (rows.length > 0) return;
  }
}
