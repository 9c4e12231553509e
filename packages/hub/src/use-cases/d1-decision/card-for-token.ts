import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { keepRegisteredCard } from '../cards/keep-registered-card.ts';
import { keepConsumerOfCard } from '../consumers/keep-consumer-of-card.ts';

/** The card that a token was made of, in the session that made it. */
export interface TokenizedCard {
  enrolment: Enrolment;
  product: CardProduct;
  panFingerprint: string;
  pan: string;
  /** `MMYY`, as the requestor gave it. */
  expiry: string | null;
}

/**
 * The registered card that a token is of, as it is: what the requestor gave changes nothing of it. A card that nobody
 * registered is registered now, as its issuer named it. The code of a refusal: it is not what it was when its token was
 * decided. Holds the card's row until the transaction ends.
 */
export async function cardForToken(
  hub: Pick<Hub, 'clock' | 'directories' | 'ids' | 'vault'>,
  tx: Aggregates,
  tokenized: TokenizedCard,
): Promise<Card | { code: number }> {
  const { issuerId } = tokenized.product;
  const { panFingerprint } = tokenized;
  const number = { issuerId, badge: 'PRIMARY', panFingerprint } as const;
  const found = await tx.cards.findByFingerprint(number);
  const registered = found && (await tx.cards.lock(found.cardId));
  if (registered) return usable(registered);
  if (await tx.cards.findRetired(number)) return { code: ResponseCode.cardRevoked };
  return register(hub, tx, tokenized);
}

function usable(card: Card): Card | { code: number } {
  if (card.state === 'ACTIVE') return card;
  return { code: card.state === 'INACTIVE' ? ResponseCode.cardSuspended : ResponseCode.cardRevoked };
}

async function register(
  hub: Pick<Hub, 'clock' | 'directories' | 'ids' | 'vault'>,
  tx: Aggregates,
  { enrolment, product, pan, expiry }: TokenizedCard,
): Promise<Card | { code: number }> {
  const { cardId = null, consumerId = null } = enrolment.verifiedCard ?? {};
  const isToRegister = product.d1?.unregisteredCards === 'REGISTER';
  if (!isToRegister || cardId === null || consumerId === null || expiry === null) {
    return { code: ResponseCode.unknownCard };
  }
  const { issuerId, productId: cardProductId } = product;
  const correlationId = enrolment.enrolmentId;
  const consumer = await keepConsumerOfCard(hub, tx, { issuerId, consumerId, correlationId });
  const credentials = { pan, exp: expiry };
  const told = { issuerId, cardId, cardProductId, credentials, correlationId };
  return keepRegisteredCard(hub, tx, { told, consumer });
}
