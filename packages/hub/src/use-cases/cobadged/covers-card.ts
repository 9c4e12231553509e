import type { Card } from '../../core/card.ts';
import { productCovers } from '../../core/pan-ranges.ts';
import type { Aggregates } from '../../ports/store.ts';

/**
 * Whether a PAN can be that of a card: one of its product's or, on the auxiliary side, of the primary side's, where the
 * issuer has no domestic number beside the international one.
 */
export async function coversCard(
  store: Pick<Aggregates, 'cards' | 'products'>,
  { productId, primaryCardId }: Pick<Card, 'productId' | 'primaryCardId'>,
  pan: string,
): Promise<boolean> {
  const beside = primaryCardId === null ? null : await store.cards.find(primaryCardId);
  for (const id of [productId, beside?.productId]) {
    const product = id === undefined ? null : await store.products.find(id);
    if (product && productCovers(product, pan)) return true;
  }
  return false;
}
