import type { CardDetails } from '@countermark/wire/d1/data/card-details';
import { cardSchemes } from '@countermark/wire/d1/data/scheme';
import { wireDate } from '@countermark/wire/d1/dates';
import type { Card } from '../../core/card.ts';
import { shownState } from '../../core/card-expiry.ts';
import type { Hub } from '../../ports/hub.ts';
import { openExpiry } from './credentials.ts';

/** What an issuer is told of a card: never its number. What is not known of one that an enrolment brought is left out. */
export async function cardDetails(
  hub: Pick<Hub, 'clock' | 'store' | 'vault'>,
  card: Card,
): Promise<CardDetails> {
  const product = await hub.store.products.find(card.productId);
  const expiryDate = openExpiry(hub.vault, card);
  const scheme = cardSchemes.find(name => name === product?.scheme);
  return {
    ...(card.holder && { consumerId: card.holder.consumerId }),
    cardId: card.issuerCardRefId,
    cardProductId: card.productId,
    threeDSsupport: product?.d1?.threeDSsupport ?? false,
    ...(scheme !== undefined && { scheme }),
    last4: card.lastDigits,
    ...(expiryDate !== null && { expiryDate }),
    state: shownState(card.state, expiryDate, hub.clock.now()),
    ...(card.ongoingOperation !== null && { ongoingOperation: card.ongoingOperation }),
    creationTime: wireDate(card.createdAt),
    lastUpdateTime: wireDate(card.updatedAt),
  };
}
