import type { RemoteTokens } from '../ports/aggregates/remote-tokens.ts';
import type { Handle } from './handle.ts';

/** What the hub keeps of the tokens that TSPs behind a connection made. */
export function remoteTokens(db: Handle): RemoteTokens {
  return {
    async insert(token) {
      await db
        .insertInto('remote_token')
        .values({
          tsp: token.tsp,
          tsp_token_id: token.tspTokenId,
          issuer_id: token.issuerId,
          correlation_id: token.correlationId,
          otp_hash: token.otpHash,
          created_at: token.createdAt,
        })
        .onConflict(conflict => conflict.columns(['tsp', 'tsp_token_id']).doNothing())
        .execute();
    },

    async find(tsp, tspTokenId) {
      const row = await db
        .selectFrom('remote_token')
        .selectAll()
        .where('tsp', '=', tsp)
        .where('tsp_token_id', '=', tspTokenId)
        .executeTakeFirst();
      if (!row) return null;
      return {
        tsp: row.tsp,
        tspTokenId: row.tsp_token_id,
        issuerId: row.issuer_id,
        correlationId: row.correlation_id,
        otpHash: row.otp_hash,
        createdAt: row.created_at,
      };
    },

    async setOtp({ tsp, tspTokenId }, otpHash) {
      await db
        .updateTable('remote_token')
        .set({ otp_hash: otpHash })
        .where('tsp', '=', tsp)
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
    },
  };
}
