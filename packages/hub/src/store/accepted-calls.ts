import { sql } from 'kysely';
import type { AcceptedCallStore, CallKey } from '../ports/aggregates/accepted-calls.ts';
import { assertTransaction, type Handle } from './handle.ts';

export function acceptedCallStore(db: Handle): AcceptedCallStore {
  const ofKey = (key: CallKey) => ({
    issuer_id: key.issuerId,
    correlation_id: key.correlationId,
    operation: key.operation,
    fingerprint: key.fingerprint,
  });
  return {
    /** The second of two equal calls waits here until the first has committed, and then sees what became of it. */
    async claim(key, { now, until }) {
      assertTransaction(db, 'acceptedCalls.claim');
      const claimed = { state: 'RUNNING', card_id: null, virtual_card_id: null, expires_at: until } as const;
      const taken = await db
        .insertInto('accepted_call')
        .values({ ...ofKey(key), ...claimed })
        .onConflict(conflict =>
          conflict
            .columns(['issuer_id', 'correlation_id', 'operation', 'fingerprint'])
            .doUpdateSet(claimed)
            .where('accepted_call.expires_at', '<=', now),
        )
        .executeTakeFirstOrThrow();
      if (taken.numInsertedOrUpdatedRows === 1n) return 'NEW';
      const { state } = await db
        .selectFrom('accepted_call')
        .select('state')
        .where(where => where.and(ofKey(key)))
        .executeTakeFirstOrThrow();
      return state;
    },

    async accept(key, { scope: { cardId, virtualCardId }, now, until }) {
      const overlaps =
        virtualCardId === null
          ? sql<boolean>`true`
          : sql<boolean>`(virtual_card_id is null or virtual_card_id = ${virtualCardId})`;
      await db
        .deleteFrom('accepted_call')
        .where('card_id', '=', cardId)
        .where('expires_at', '>', now)
        .where(overlaps)
        .execute();
      await db
        .updateTable('accepted_call')
        .set({ state: 'ACCEPTED', card_id: cardId, virtual_card_id: virtualCardId, expires_at: until })
        .where(where => where.and(ofKey(key)))
        .execute();
    },

    async release(key) {
      await db
        .deleteFrom('accepted_call')
        .where(where => where.and(ofKey(key)))
        .execute();
    },

    async forgetExpired(now) {
      const { numDeletedRows } = await db
        .deleteFrom('accepted_call')
        .where('expires_at', '<=', now)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
