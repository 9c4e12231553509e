import type { Selectable } from 'kysely';
import type { Token, TokenDeletion, TokenState } from '../core/token.ts';
import type { HeardReports, TokenReports } from '../core/token-report.ts';
import type { TokenStore } from '../ports/aggregates/tokens.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { AsJson } from './schema/document.ts';
import type { TokenTable } from './schema/tokens.ts';

/** As the partial index `token_live_unique` has it. */
const notLive: TokenState[] = ['DELETED', 'ERASED'];

export function tokenStore(db: Handle): TokenStore {
  const tokens = () => db.selectFrom('token').selectAll('token');
  const ofCard = (cardId: string) => tokens().where('card_id', '=', cardId).orderBy('virtual_card_id');
  return {
    async insert(token) {
      await db.insertInto('token').values(toRow(token)).execute();
    },

    async save(token) {
      const { card_id, virtual_card_id, ...values } = toRow(token);
      const result = await db
        .updateTable('token')
        .set(values)
        .where('card_id', '=', card_id)
        .where('virtual_card_id', '=', virtual_card_id)
        .executeTakeFirst();
      assertSaved(result, `token ${virtual_card_id} of card ${card_id}`);
    },

    async find(virtualCardId) {
      const row = await tokens().where('virtual_card_id', '=', virtualCardId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(virtualCardId) {
      assertTransaction(db, 'tokens.lock');
      const row = await tokens()
        .where('virtual_card_id', '=', virtualCardId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofCard(cardId) {
      const rows = await ofCard(cardId).execute();
      return rows.map(fromRow);
    },

    async lockOfCard(cardId) {
      assertTransaction(db, 'tokens.lockOfCard');
      const rows = await ofCard(cardId).forNoKeyUpdate().execute();
      return rows.map(fromRow);
    },

    async countLive(cardId) {
      const { count } = await db
        .selectFrom('token')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('card_id', '=', cardId)
        .where('state', 'not in', notLive)
        .executeTakeFirstOrThrow();
      return count;
    },

    async liveOnDevice(requestorId, tokenStorageId) {
      const rows = await tokens()
        .where('requestor_id', '=', requestorId)
        .where('token_storage_id', '=', tokenStorageId)
        .where('state', 'not in', notLive)
        .orderBy('virtual_card_id')
        .execute();
      return rows.map(fromRow);
    },

    async ofRequestor(requestorId, { walletCardRefId, limit }) {
      const newest = tokens()
        .where('requestor_id', '=', requestorId)
        .where('state', '<>', 'ERASED')
        .orderBy('virtual_card_id', 'desc')
        .limit(limit);
      const rows = await (walletCardRefId === undefined
        ? newest
        : newest.where('wallet_card_ref_id', '=', walletCardRefId)
      ).execute();
      return rows.map(fromRow);
    },

    async findByWalletCard(requestorId, walletCardRefId) {
      const row = await tokens()
        .where('requestor_id', '=', requestorId)
        .where('wallet_card_ref_id', '=', walletCardRefId)
        .where('is_primary', '=', true)
        .where('state', 'not in', notLive)
        .orderBy('virtual_card_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findAtTsp({ issuerId, tsp, tspTokenId }) {
      const row = await tokens()
        .where('issuer_id', '=', issuerId)
        .where('tsp', '=', tsp)
        .where('tsp_token_id', '=', tspTokenId)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofTsp({ issuerId, tsp, after, limit }) {
      const query = tokens()
        .where('issuer_id', '=', issuerId)
        .where('tsp', '=', tsp)
        .orderBy('tsp_token_id')
        .limit(limit);
      const rows = await (after === null ? query : query.where('tsp_token_id', '>', after)).execute();
      return rows.map(fromRow);
    },

    async search({ issuerId, issuerCardRefId, state, after, limit }) {
      let query = tokens().orderBy('virtual_card_id').limit(limit);
      if (issuerId !== undefined) query = query.where('issuer_id', '=', issuerId);
      if (state !== undefined) query = query.where('state', '=', state as TokenState);
      if (after !== undefined) query = query.where('virtual_card_id', '>', after);
      if (issuerCardRefId !== undefined) {
        query = query.where('card_id', 'in', cards =>
          cards.selectFrom('card').select('card_id').where('issuer_card_ref_id', '=', issuerCardRefId),
        );
      }
      const rows = await query.execute();
      return rows.map(fromRow);
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('token')
        .select('virtual_card_id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('virtual_card_id')
        .limit(limit)
        .execute();
      return rows.map(row => row.virtual_card_id);
    },
  };
}

function toRow(token: Token) {
  return {
    card_id: token.cardId,
    virtual_card_id: token.virtualCardId,
    issuer_id: token.issuerId,
    product_id: token.productId,
    requestor_id: token.requestorId,
    token_requestor_id: token.tokenRequestorId,
    wallet_provider_id: token.walletProviderId,
    wallet_card_ref_id: token.walletCardRefId,
    wallet_virtual_card_id: token.walletVirtualCardId,
    token_storage_id: token.tokenStorageId,
    token_type: token.tokenType,
    tsp: token.tsp,
    tsp_token_id: token.tspTokenId,
    token_last_digits: token.tokenLastDigits,
    token_expiry_date: token.tokenExpiryDate,
    is_primary: token.isPrimary,
    primary_wallet_virtual_card_id: token.primaryWalletVirtualCardId,
    device_information: toDocument(token.deviceInformation),
    enrolment_id: token.enrolmentId,
    state: token.state,
    return_state: token.returnState,
    suspenders: toDocument(token.suspenders),
    activated: token.activated,
    deletion: toNullableDocument(token.deletion),
    reports: toDocument(token.reports),
    created_at: token.createdAt,
    updated_at: token.updatedAt,
    due_at: token.dueAt,
  };
}

function fromRow(row: Selectable<TokenTable>): Token {
  return {
    cardId: row.card_id,
    virtualCardId: row.virtual_card_id,
    issuerId: row.issuer_id,
    productId: row.product_id,
    requestorId: row.requestor_id,
    tokenRequestorId: row.token_requestor_id,
    walletProviderId: row.wallet_provider_id,
    walletCardRefId: row.wallet_card_ref_id,
    walletVirtualCardId: row.wallet_virtual_card_id,
    tokenStorageId: row.token_storage_id,
    tokenType: row.token_type,
    tsp: row.tsp,
    tspTokenId: row.tsp_token_id,
    tokenLastDigits: row.token_last_digits,
    tokenExpiryDate: row.token_expiry_date,
    isPrimary: row.is_primary,
    primaryWalletVirtualCardId: row.primary_wallet_virtual_card_id,
    deviceInformation: row.device_information,
    enrolmentId: row.enrolment_id,
    state: row.state,
    returnState: row.return_state,
    suspenders: row.suspenders,
    activated: row.activated,
    deletion: row.deletion && toDeletion(row.deletion),
    reports: toReports(row.reports),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
  };
}

function toReports(reports: AsJson<TokenReports>): TokenReports {
  const dated = Object.entries(reports).map(([reporter, { latest, ...heard }]): [string, HeardReports] => [
    reporter,
    { ...heard, latest: latest === null ? null : new Date(latest) },
  ]);
  return Object.fromEntries(dated);
}

function toDeletion(deletion: AsJson<TokenDeletion>): TokenDeletion {
  return { ...deletion, at: new Date(deletion.at) };
}
