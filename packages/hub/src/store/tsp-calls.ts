import { sql } from 'kysely';
import type { TspCallStore } from '../ports/aggregates/tsp-calls.ts';
import type { Handle } from './handle.ts';

export function tspCallStore(db: Handle): TspCallStore {
  return {
    async find({ tsp, correlationId, operation, tspTokenId }) {
      const row = await db
        .selectFrom('tsp_call')
        .select('fingerprint')
        .where('tsp', '=', tsp)
        .where('correlation_id', '=', correlationId)
        .where('operation', '=', operation)
        .where('tsp_token_id', '=', tspTokenId)
        .executeTakeFirst();
      return row?.fingerprint ?? null;
    },

    async insert({ tsp, correlationId, operation, tspTokenId }, fingerprint, acceptedAt) {
      await db
        .insertInto('tsp_call')
        .values({
          tsp,
          correlation_id: correlationId,
          operation,
          tsp_token_id: tspTokenId,
          fingerprint,
          accepted_at: acceptedAt,
        })
        .onConflict(conflict => conflict.doNothing())
        .execute();
    },

    async forget(before, limit) {
      const { numAffectedRows = 0n } = await sql`
        delete from tsp_call where ctid in (
          select ctid from tsp_call where accepted_at < ${before} order by accepted_at limit ${limit}
        )`.execute(db);
      return Number(numAffectedRows);
    },
  };
}
