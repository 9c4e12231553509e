import { isCardId } from '@countermark/wire/d1/identifiers';
import type { Card } from '../../core/card.ts';
import type { Token } from '../../core/token.ts';
import type { Aggregates } from '../../ports/store.ts';

/** A digital card as its issuer names it. */
export interface DigitalCardName {
  issuerId: string;
  digitalCardId: string;
}

/** With its card. None of another issuer, that is forgotten, or whose card D1 has no name for. */
export async function findDigitalCard(
  store: Pick<Aggregates, 'tokens' | 'cards'>,
  { issuerId, digitalCardId }: DigitalCardName,
): Promise<{ token: Token; card: Card } | null> {
  const token = await store.tokens.find(digitalCardId);
  if (token?.issuerId !== issuerId || token.state === 'ERASED') return null;
  const card = await store.cards.find(token.cardId);
  return card && isCardId(card.issuerCardRefId) ? { token, card } : null;
}
