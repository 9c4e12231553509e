import { type Selectable, sql } from 'kysely';
import type { CardProduct } from '../core/card-product.ts';
import { candidateRanges } from '../core/pan-ranges.ts';
import type { ProductStore } from '../ports/aggregates/products.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, atomically, type Handle } from './handle.ts';
import type { CardProductTable } from './schema/products.ts';

export function productStore(db: Handle): ProductStore {
  return {
    save: product =>
      atomically(db, async tx => {
        await saveProduct(tx, product);
        await replaceRanges(tx, product);
      }),

    async find(productId) {
      const row = await db
        .selectFrom('card_product')
        .selectAll()
        .where('product_id', '=', productId)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list() {
      const rows = await db.selectFrom('card_product').selectAll().orderBy('product_id').execute();
      return rows.map(fromRow);
    },

    async ofIssuer(issuerId) {
      const rows = await db
        .selectFrom('card_product')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .orderBy('product_id')
        .execute();
      return rows.map(fromRow);
    },

    async findByPan(pan) {
      const prefixes = candidateRanges(pan).map(range => range.prefix);
      const row = await db
        .selectFrom('pan_range')
        .innerJoin('card_product', 'card_product.product_id', 'pan_range.product_id')
        .selectAll('card_product')
        .where('pan_range.prefix', 'in', prefixes)
        .where('pan_range.pan_length', '=', pan.length)
        .orderBy(({ fn }) => fn('length', ['pan_range.prefix']), 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lockRanges() {
      assertTransaction(db, 'products.lockRanges');
      // Readers go on; writers wait, also those that did not ask for the lock.
      await sql`lock table pan_range in share row exclusive mode`.execute(db);
    },
  };
}

async function saveProduct(tx: Handle, product: CardProduct): Promise<void> {
  const { product_id, ...values } = toRow(product);
  await tx
    .insertInto('card_product')
    .values({ product_id, ...values })
    .onConflict(conflict => conflict.column('product_id').doUpdateSet(values))
    .execute();
}

async function replaceRanges(tx: Handle, { productId, panRanges }: CardProduct): Promise<void> {
  await tx.deleteFrom('pan_range').where('product_id', '=', productId).execute();
  if (panRanges.length === 0) return;
  const rows = panRanges.map(({ prefix, panLength }) => ({
    prefix,
    pan_length: panLength,
    product_id: productId,
  }));
  await tx.insertInto('pan_range').values(rows).execute();
}

function toRow(product: CardProduct) {
  return {
    product_id: product.productId,
    issuer_id: product.issuerId,
    name: product.name,
    scheme: product.scheme,
    tsp: product.tsp,
    token_product_id: product.tokenProductId,
    api_family: product.apiFamily,
    pan_ranges: toDocument(product.panRanges),
    token_ranges: toDocument(product.tokenRanges),
    token_requestor_ids: toDocument(product.tokenRequestorIds),
    max_tokens_per_card: product.maxTokensPerCard,
    issuer_overrides_yellow: product.issuerOverridesYellow,
    stand_in: product.standIn,
    terms: toDocument(product.terms),
    profiles: toDocument(product.profiles),
    auxiliary: toNullableDocument(product.auxiliary ?? null),
    d1: toNullableDocument(product.d1 ?? null),
  };
}

function fromRow(row: Selectable<CardProductTable>): CardProduct {
  return {
    productId: row.product_id,
    issuerId: row.issuer_id,
    name: row.name,
    scheme: row.scheme,
    tsp: row.tsp,
    tokenProductId: row.token_product_id,
    apiFamily: row.api_family,
    panRanges: row.pan_ranges,
    tokenRanges: row.token_ranges,
    tokenRequestorIds: row.token_requestor_ids,
    maxTokensPerCard: row.max_tokens_per_card,
    issuerOverridesYellow: row.issuer_overrides_yellow,
    standIn: row.stand_in,
    terms: row.terms,
    profiles: row.profiles,
    ...(row.auxiliary && { auxiliary: row.auxiliary }),
    ...(row.d1 && { d1: row.d1 }),
  };
}
