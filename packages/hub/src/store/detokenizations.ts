import type { Selectable } from 'kysely';
import type { Detokenization } from '../core/detokenization.ts';
import type { DetokenizationStore } from '../ports/aggregates/detokenizations.ts';
import type { Handle } from './handle.ts';
import type { DetokenizationTable } from './schema/detokenizations.ts';

export function detokenizationStore(db: Handle): DetokenizationStore {
  return {
    async insert(detokenization) {
      const result = await db
        .insertInto('detokenization')
        .values(toRow(detokenization))
        .onConflict(conflict => conflict.columns(['detokenizer_id', 'reference']).doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },

    async find(detokenizerId, reference) {
      const row = await db
        .selectFrom('detokenization')
        .selectAll()
        .where('detokenizer_id', '=', detokenizerId)
        .where('reference', '=', reference)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async forget(before, limit) {
      const result = await db
        .deleteFrom('detokenization')
        .where(where =>
          where(
            where.refTuple('detokenizer_id', 'reference'),
            'in',
            where
              .selectFrom('detokenization as aged')
              .select(['aged.detokenizer_id', 'aged.reference'])
              .where('aged.created_at', '<', before)
              .orderBy('aged.created_at')
              .limit(limit)
              .$asTuple('detokenizer_id', 'reference'),
          ),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

function toRow(detokenization: Detokenization): DetokenizationTable {
  return {
    detokenizer_id: detokenization.detokenizerId,
    reference: detokenization.reference,
    request_id: detokenization.requestId,
    message_fingerprint: detokenization.messageFingerprint,
    tsp_token_id: detokenization.tspTokenId,
    response_code: detokenization.responseCode,
    answered: detokenization.answered,
    created_at: detokenization.createdAt,
  };
}

function fromRow(row: Selectable<DetokenizationTable>): Detokenization {
  return {
    detokenizerId: row.detokenizer_id,
    reference: row.reference,
    requestId: row.request_id,
    messageFingerprint: row.message_fingerprint,
    tspTokenId: row.tsp_token_id,
    responseCode: row.response_code,
    answered: row.answered,
    createdAt: row.created_at,
  };
}
