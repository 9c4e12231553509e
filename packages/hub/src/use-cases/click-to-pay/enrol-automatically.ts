import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { AskedBy } from '../recorded-operations/asked-by.ts';
import { clickToPayOf, queueEnrolment } from './enrol-card.ts';
import { nothingGiven } from './queue-request.ts';

/**
 * Enrols a card that was just registered or became active, where its product wants that (Click to Pay API,
 * auto-enrolment): with what is known of the consumer, or what the issuer says when it is asked.
 */
export async function enrolAutomatically(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault' | 'directories'>,
  tx: Aggregates,
  { card, product, askedBy }: { card: Card; product: CardProduct; askedBy: AskedBy },
): Promise<void> {
  const directory = product.d1?.autoEnrolment ? clickToPayOf(hub, product) : null;
  const { holder } = card;
  if (!directory || !holder || card.state !== 'ACTIVE') return;
  await queueEnrolment(hub, tx, {
    card: { ...card, holder },
    directory,
    data: nothingGiven,
    operation: askedBy,
  });
}
