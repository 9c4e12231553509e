import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';

/**
 * The product whose ranges a card number is in. A card of D1 is of the product that its issuer registered it for, whichever
 * of the issuer's ranges its number is in.
 */
export async function productOfCard(
  hub: Pick<Hub, 'store' | 'vault'>,
  pan: string,
): Promise<CardProduct | null> {
  const product = await hub.store.products.findByPan(pan);
  if (product?.apiFamily !== 'D1') return product;
  const registered = await hub.store.cards.findByFingerprint({
    issuerId: product.issuerId,
    badge: 'PRIMARY',
    panFingerprint: hub.vault.fingerprint('pan', pan),
  });
  return registered ? hub.store.products.find(registered.productId) : product;
}
