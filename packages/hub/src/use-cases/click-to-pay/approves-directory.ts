import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { directoryOf, directoryRequestors } from '../../core/directory.ts';
import type { Hub } from '../../ports/hub.ts';

/**
 * Whether a token is asked for by the directory that this card is enrolled in, or on its way into: such a request is
 * approved, unless the card is not ACTIVE (Click to Pay API, enrol).
 */
export async function approvesDirectory(
  { store }: Pick<Hub, 'store'>,
  { product, card, tokenRequestorId }: { product: CardProduct; card: Card; tokenRequestorId: string },
): Promise<boolean> {
  const directory = directoryOf(product);
  if (!directory || tokenRequestorId !== directoryRequestors[directory] || card.state !== 'ACTIVE')
    return false;
  const enrolment = await store.clickToPay.enrolment(card.cardId);
  return enrolment !== null && enrolment.state !== 'LEAVING';
}
