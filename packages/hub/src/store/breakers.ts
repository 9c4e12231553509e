import type { Selectable } from 'kysely';
import type { IssuerBreaker } from '../core/issuer-breaker.ts';
import type { BreakerStore } from '../ports/aggregates/breakers.ts';
import { assertTransaction, type Handle } from './handle.ts';
import type { IssuerBreakerTable } from './schema/breakers.ts';

export function breakerStore(db: Handle): BreakerStore {
  return {
    async of(issuerIds) {
      const rows = await db
        .selectFrom('issuer_breaker')
        .selectAll()
        .where('issuer_id', 'in', issuerIds)
        .execute();
      const breakers = new Map(rows.map(row => [row.issuer_id, fromRow(row)]));
      return issuerIds.map(issuerId => breakers.get(issuerId) ?? closed(issuerId));
    },

    async lock(issuerId) {
      assertTransaction(db, 'breakers.lock');
      await db
        .insertInto('issuer_breaker')
        .values({ issuer_id: issuerId, failures: 0 })
        .onConflict(conflict => conflict.doNothing())
        .execute();
      const row = await db
        .selectFrom('issuer_breaker')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .forNoKeyUpdate()
        .executeTakeFirstOrThrow();
      return fromRow(row);
    },

    async save({ issuerId, failures, restsUntil, heldUntil }) {
      await db
        .updateTable('issuer_breaker')
        .set({ failures, rests_until: restsUntil, held_until: heldUntil })
        .where('issuer_id', '=', issuerId)
        .execute();
    },

    async takeTry(issuerId, { now, until }) {
      const result = await db
        .updateTable('issuer_breaker')
        .set({ rests_until: until })
        .where('issuer_id', '=', issuerId)
        .where('rests_until', '<=', now)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async recover(issuerId, now) {
      await db
        .updateTable('issuer_breaker')
        .set({ failures: 0, rests_until: null, recovered_at: now })
        .where('issuer_id', '=', issuerId)
        .where('failures', '>', 0)
        .execute();
    },
  };
}

function closed(issuerId: string): IssuerBreaker {
  return { issuerId, failures: 0, restsUntil: null, heldUntil: null };
}

function fromRow(row: Selectable<IssuerBreakerTable>): IssuerBreaker {
  return {
    issuerId: row.issuer_id,
    failures: row.failures,
    restsUntil: row.rests_until,
    heldUntil: row.held_until,
  };
}
