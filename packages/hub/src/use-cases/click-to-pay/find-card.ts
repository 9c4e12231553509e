import type { Card, CardHolder } from '../../core/card.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type D1Refused, refused } from '../d1-call.ts';

/** A card that belongs to somebody. */
export type HeldCard = Card & { holder: CardHolder };

/** The card that the issuer names, held until the transaction ends; refused when it is out of use or nobody's. */
export async function findCard(
  tx: Pick<Aggregates, 'cards' | 'consumers'>,
  { issuerId, cardId }: { issuerId: string; cardId: string },
): Promise<{ ok: true; card: HeldCard } | D1Refused> {
  const reference = { issuerId, badge: 'PRIMARY', issuerCardRefId: cardId } as const;
  const card = await tx.cards.lockByReference(reference);
  if (!card) {
    const former = await tx.cards.newestByReference(reference);
    return refused(former ? 'INVALID_STATE' : 'CARD_NOT_FOUND');
  }
  const { holder } = card;
  const consumer = holder && (await tx.consumers.find(holder.consumerKey));
  return holder && consumer?.state === 'ACTIVE'
    ? { ok: true, card: { ...card, holder } }
    : refused('INVALID_STATE');
}
