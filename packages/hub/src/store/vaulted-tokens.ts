import { type Selectable, sql } from 'kysely';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import type { VaultedToken, VaultedTokens } from '../ports/aggregates/vaulted-tokens.ts';
import { UniqueViolation } from '../ports/store.ts';
import { assertTransaction, atomically, type Handle } from './handle.ts';
import type { VaultedTokenTable } from './schema/vaulted-tokens.ts';

/** The PAN-token vault of one TSP within the hub. */
export function vaultedTokens(db: Handle, tsp: string): VaultedTokens {
  const tokens = () => db.selectFrom('vaulted_token').selectAll().where('tsp', '=', tsp);
  return {
    async insert(token) {
      const spent = await db
        .selectFrom('spent_token_number')
        .select('token_fingerprint')
        .where('token_fingerprint', '=', token.tokenFingerprint)
        .executeTakeFirst();
      if (spent) throw new UniqueViolation('vaulted_token_fingerprint_unique');
      await db
        .insertInto('vaulted_token')
        .values({ tsp, ...toRow(token) })
        .execute();
    },

    async find(tspTokenId) {
      const row = await tokens().where('tsp_token_id', '=', tspTokenId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findByFingerprint(tokenFingerprint) {
      const row = await tokens().where('token_fingerprint', '=', tokenFingerprint).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lockByFingerprint(tokenFingerprint) {
      assertTransaction(db, 'vaultedTokens.lockByFingerprint');
      const row = await tokens()
        .where('token_fingerprint', '=', tokenFingerprint)
        .forUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async setLastAtc(tspTokenId, atc) {
      await db
        .updateTable('vaulted_token')
        .set({ last_atc: atc })
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
    },

    async findByCorrelation(correlationId) {
      const row = await tokens().where('correlation_id', '=', correlationId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async liveOfPan(issuerId, panFingerprint) {
      const rows = await tokens()
        .where('issuer_id', '=', issuerId)
        .where('pan_fingerprint', '=', panFingerprint)
        .where('state', 'not in', ['DELETED', 'DELETED_FROM_APP'])
        .execute();
      return rows.map(fromRow);
    },

    async list({ issuerId, panFingerprint, after, limit }) {
      let query = tokens().where('issuer_id', '=', issuerId).orderBy('tsp_token_id').limit(limit);
      if (panFingerprint !== null) query = query.where('pan_fingerprint', '=', panFingerprint);
      if (after !== null) query = query.where('tsp_token_id', '>', after);
      const rows = await query.execute();
      return rows.map(fromRow);
    },

    async parOf(panFingerprint, fresh) {
      await db
        .insertInto('payment_account')
        .values({ pan_fingerprint: panFingerprint, par: fresh })
        .onConflict(conflict => conflict.column('pan_fingerprint').doNothing())
        .execute();
      const { par } = await db
        .selectFrom('payment_account')
        .select('par')
        .where('pan_fingerprint', '=', panFingerprint)
        .executeTakeFirstOrThrow();
      return par;
    },

    /** A code is for activating the token: it goes once that is done, or can no longer be. */
    async setState(tspTokenId, state, now) {
      const codeIsSettled = state !== 'INACTIVE' && state !== 'SUSPENDED';
      await db
        .updateTable('vaulted_token')
        .set(({ fn, ref, val }) => ({
          state,
          updated_at: now,
          state_before: state === 'DELETED_FROM_APP' ? ref('state') : null,
          ...(state === 'ACTIVE' && { activated_at: fn.coalesce('activated_at', val(now)) }),
          ...(codeIsSettled && { otp_hash: null }),
        }))
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
    },

    async setOtp(tspTokenId, otpHash) {
      await db
        .updateTable('vaulted_token')
        .set({ otp_hash: otpHash })
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
    },

    async setExpiry(tspTokenId, tokenExpiryDate, now) {
      await db
        .updateTable('vaulted_token')
        .set({ token_expiry_date: tokenExpiryDate, updated_at: now })
        .where('tsp_token_id', '=', tspTokenId)
        .execute();
    },

    async forget(tspTokenId, now) {
      await sql`
        with forgotten as (
          delete from vaulted_token where tsp_token_id = ${tspTokenId} returning token_fingerprint
        )
        insert into spent_token_number (token_fingerprint, spent_at)
        select token_fingerprint, ${now} from forgotten
        on conflict do nothing`.execute(db);
    },

    /** The account keeps its PAR: what had it under the former PAN has it under the new one, unless that has its own. */
    async relink(tspTokenId, { panFingerprint, sealedPan, sealedExpiry, par, now }) {
      await atomically(db, async handle => {
        await handle
          .updateTable('payment_account')
          .set({ pan_fingerprint: panFingerprint })
          .where('par', '=', par)
          .where(where =>
            where.not(
              where.exists(
                where
                  .selectFrom('payment_account as taken')
                  .select('par')
                  .where('taken.pan_fingerprint', '=', panFingerprint),
              ),
            ),
          )
          .execute();
        await handle
          .updateTable('vaulted_token')
          .set({
            pan_fingerprint: panFingerprint,
            sealed_pan: sealedPan,
            sealed_expiry: sealedExpiry,
            updated_at: now,
          })
          .where('tsp_token_id', '=', tspTokenId)
          .execute();
      });
    },
  };
}

function toRow(token: VaultedToken): Omit<VaultedTokenTable, 'tsp'> {
  return {
    tsp_token_id: token.tspTokenId,
    issuer_id: token.issuerId,
    correlation_id: token.correlationId,
    wallet_card_ref_id: token.walletCardRefId,
    token_storage_id: token.tokenStorageId,
    token_requestor_id: token.tokenRequestorId,
    pan_fingerprint: token.panFingerprint,
    token_fingerprint: token.tokenFingerprint,
    token_product_id: token.tokenProductId,
    sealed_token: token.sealedToken,
    sealed_pan: token.sealedPan,
    sealed_expiry: token.sealedExpiry,
    token_expiry_date: token.tokenExpiryDate,
    par: token.par,
    state: token.state,
    state_before: token.stateBefore,
    activated_at: token.activatedAt,
    decided_by: token.decidedBy,
    otp_hash: token.otpHash,
    token_type: token.tokenType,
    merchant_id: token.merchantId,
    sealed_key: token.sealedKey,
    last_atc: token.lastAtc,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
  };
}

function fromRow(row: Selectable<VaultedTokenTable>): VaultedToken {
  return {
    tspTokenId: row.tsp_token_id,
    issuerId: row.issuer_id,
    correlationId: row.correlation_id,
    walletCardRefId: row.wallet_card_ref_id,
    tokenStorageId: row.token_storage_id,
    tokenRequestorId: row.token_requestor_id,
    panFingerprint: row.pan_fingerprint,
    tokenFingerprint: row.token_fingerprint,
    tokenProductId: row.token_product_id,
    sealedToken: row.sealed_token,
    sealedPan: row.sealed_pan,
    sealedExpiry: row.sealed_expiry,
    tokenExpiryDate: row.token_expiry_date,
    par: row.par,
    state: row.state as TspTokenState,
    stateBefore: row.state_before as TspTokenState | null,
    activatedAt: row.activated_at,
    decidedBy: row.decided_by as VaultedToken['decidedBy'],
    otpHash: row.otp_hash,
    tokenType: row.token_type,
    merchantId: row.merchant_id,
    sealedKey: row.sealed_key,
    lastAtc: row.last_atc,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
