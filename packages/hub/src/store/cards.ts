import { type Selectable, sql } from 'kysely';
import { badgeOf } from '../core/badge.ts';
import type { Card } from '../core/card.ts';
import type { CardNumber, CardReference, CardStore } from '../ports/aggregates/cards.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { CardTable } from './schema/cards.ts';

export function cardStore(db: Handle): CardStore {
  const cardsOf = ({ issuerId, badge }: Pick<CardReference, 'issuerId' | 'badge'>) =>
    db.selectFrom('card').selectAll().where('issuer_id', '=', issuerId).where('badge', '=', badge);
  const byFingerprint = ({ panFingerprint, ...card }: CardNumber) =>
    cardsOf(card).where('pan_fingerprint', '=', panFingerprint);
  const newest = async (cards: ReturnType<typeof cardsOf>) => {
    const row = await cards.orderBy('card_id', 'desc').limit(1).executeTakeFirst();
    return row ? fromRow(row) : null;
  };
  return {
    async insert(card) {
      await db.insertInto('card').values(toRow(card)).execute();
    },

    async save(card) {
      const { card_id, ...values } = toRow(card);
      const result = await db
        .updateTable('card')
        .set(values)
        .where('card_id', '=', card_id)
        .executeTakeFirst();
      assertSaved(result, `card ${card_id}`);
    },

    async find(cardId) {
      const row = await db.selectFrom('card').selectAll().where('card_id', '=', cardId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(cardId) {
      assertTransaction(db, 'cards.lock');
      const row = await db
        .selectFrom('card')
        .selectAll()
        .where('card_id', '=', cardId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findByReference(reference) {
      const { rows } = await byReference(reference).execute(db);
      return rows[0] ? fromRow(rows[0]) : null;
    },

    async lockByReference(reference) {
      assertTransaction(db, 'cards.lockByReference');
      const { rows } = await sql<Row>`${byReference(reference)} for no key update`.execute(db);
      return rows[0] ? fromRow(rows[0]) : null;
    },

    findByFingerprint: card => newest(byFingerprint(card).where('state', 'in', liveStates)),
    findRetired: card => newest(byFingerprint(card).where('state', 'in', ['DELETED', 'REPLACED'])),

    async newestByReference({ issuerCardRefId, ...card }) {
      const row = await cardsOf(card)
        .where('issuer_card_ref_id', '=', issuerCardRefId)
        .orderBy('updated_at', 'desc')
        // A card that took the place and the id of another at one instant came after that.
        .orderBy('replaced_by', order => order.desc().nullsFirst())
        .orderBy('card_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofConsumer(consumerKey, { limit, offset }) {
      const rows = await db
        .selectFrom('card')
        .selectAll()
        .where('consumer_key', '=', consumerKey)
        .orderBy('card_id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(fromRow);
    },

    async liveOfConsumer(consumerKey) {
      const rows = await db
        .selectFrom('card')
        .selectAll()
        .where('consumer_key', '=', consumerKey)
        .where('state', 'in', liveStates)
        .orderBy('card_id')
        .execute();
      return rows.map(fromRow);
    },

    async auxiliariesOf(cardId) {
      const rows = await db
        .selectFrom('card')
        .selectAll()
        .where('primary_card_id', '=', cardId)
        .orderBy('card_id')
        .execute();
      return rows.map(fromRow);
    },

    async addAlias(card, issuerCardRefId) {
      const { cardId: card_id, issuerId: issuer_id } = card;
      await db
        .insertInto('card_alias')
        .values({ issuer_card_ref_id: issuerCardRefId, issuer_id, badge: badgeOf(card), card_id })
        .onConflict(conflict =>
          conflict.columns(['issuer_card_ref_id', 'issuer_id', 'badge']).doUpdateSet({ card_id }),
        )
        .execute();
    },

    async dropAliases(cardId) {
      await db.deleteFrom('card_alias').where('card_id', '=', cardId).execute();
    },
  };
}

type Row = Selectable<CardTable>;

/** A current reference goes before an alias: an issuer may give an old reference to another card. */
function byReference({ issuerId, badge, issuerCardRefId }: CardReference) {
  const named = sql`issuer_card_ref_id = ${issuerCardRefId} and issuer_id = ${issuerId} and badge = ${badge}`;
  const live = sql`state in ('ACTIVE', 'INACTIVE')`;
  return sql<Row>`
    select * from card where card_id = coalesce(
      (select card_id from card where ${named} and ${live}), (select card_id from card_alias where ${named})
    ) and ${live}`;
}

const liveStates = ['ACTIVE', 'INACTIVE'] as const satisfies readonly Card['state'][];

function holderOf({ consumer_key: consumerKey, consumer_id: consumerId }: Row): Card['holder'] {
  return consumerKey === null || consumerId === null ? null : { consumerKey, consumerId };
}

function toRow(card: Card): Row {
  return {
    card_id: card.cardId,
    badge: badgeOf(card),
    primary_card_id: card.primaryCardId,
    issuer_id: card.issuerId,
    issuer_card_ref_id: card.issuerCardRefId,
    product_id: card.productId,
    issuer_product_id: card.issuerProductId,
    pan_fingerprint: card.panFingerprint,
    sealed_pan: card.sealedPan,
    sealed_expiry: card.sealedExpiry,
    last_digits: card.lastDigits,
    consumer_key: card.holder?.consumerKey ?? null,
    consumer_id: card.holder?.consumerId ?? null,
    origin: card.origin,
    state: card.state,
    suspend_reason: card.suspendReason,
    ongoing_operation: card.ongoingOperation,
    sealed_accounts: card.sealedAccounts,
    wrong_codes: card.wrongCodes,
    replaced_by: card.replacedBy,
    created_at: card.createdAt,
    updated_at: card.updatedAt,
  };
}

function fromRow(row: Row): Card {
  return {
    cardId: row.card_id,
    primaryCardId: row.primary_card_id,
    issuerId: row.issuer_id,
    issuerCardRefId: row.issuer_card_ref_id,
    productId: row.product_id,
    issuerProductId: row.issuer_product_id,
    panFingerprint: row.pan_fingerprint,
    sealedPan: row.sealed_pan,
    sealedExpiry: row.sealed_expiry,
    lastDigits: row.last_digits,
    holder: holderOf(row),
    origin: row.origin,
    state: row.state,
    suspendReason: row.suspend_reason,
    ongoingOperation: row.ongoing_operation,
    sealedAccounts: row.sealed_accounts,
    wrongCodes: row.wrong_codes,
    replacedBy: row.replaced_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
