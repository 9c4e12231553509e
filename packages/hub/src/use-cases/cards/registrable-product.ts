import type { CardProduct } from '../../core/card-product.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';

/** A product of the issuer that lives in D1. */
export async function d1Product(
  tx: Pick<Aggregates, 'products'>,
  { issuerId, cardProductId }: { issuerId: string; cardProductId: string },
): Promise<CardProduct> {
  const product = await tx.products.find(cardProductId);
  if (product?.issuerId !== issuerId) throw new D1Refusal('CARD_PRODUCT_NOT_FOUND');
  if (!product.d1) throw new D1Refusal('CARD_PRODUCT_NOT_ALLOWED');
  return product;
}

/** One whose cards the issuer may register: D1 has no part, or a light one, in the authorisation of payments. */
export async function registrableProduct(
  tx: Pick<Aggregates, 'products'>,
  name: { issuerId: string; cardProductId: string },
): Promise<CardProduct> {
  const product = await d1Product(tx, name);
  if (product.d1?.authorisation !== 'NONE' && product.d1?.authorisation !== 'LIGHT')
    throw new D1Refusal('CARD_PRODUCT_NOT_ALLOWED');
  return product;
}
