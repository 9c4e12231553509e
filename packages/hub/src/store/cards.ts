import { type Selectable, sql } from 'kysely';
import { badgeOf } from '../core/badge.ts';
import type { Card } from '../core/card.ts';
import type { CardReference, CardStore } from '../ports/aggregates/cards.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { CardTable } from './schema.ts';

export function cardStore(db: Handle): CardStore {
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

    async findByFingerprint({ issuerId, badge, panFingerprint }) {
      const row = await db
        .selectFrom('card')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .where('pan_fingerprint', '=', panFingerprint)
        .where('badge', '=', badge)
        .orderBy('card_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
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
  return sql<Row>`
    select * from card where card_id = coalesce(
      (select card_id from card where ${named}), (select card_id from card_alias where ${named})
    )`;
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
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
