import type { Hub } from '../../ports/hub.ts';
import { d1Side } from '../d1-decision/d1-side.ts';
import { issuerGatewaySide } from './issuer-gateway-side.ts';
import type { IssuerSide } from './issuer-side.ts';

/** The side that answers for the cards of a product: its API family says which. */
export async function issuerSideOf(
  { store }: Pick<Hub, 'store'>,
  { productId }: { productId: string },
): Promise<IssuerSide> {
  const product = await store.products.find(productId);
  return product?.apiFamily === 'D1' ? d1Side : issuerGatewaySide;
}
