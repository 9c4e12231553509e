import type { Card, CardHolder } from '../../core/card.ts';
import { isLiveCard } from '../../core/card-life-cycle.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type CardName, lockCard } from '../cards/find-card.ts';
import { D1Refusal } from '../d1-change.ts';

/** A card that belongs to somebody. */
export type HeldCard = Card & { holder: CardHolder };

/** The card that the issuer names, held until the transaction ends; refused when it is out of use or nobody's. */
export async function lockHeldCard(
  tx: Pick<Aggregates, 'cards' | 'consumers'>,
  name: CardName,
): Promise<HeldCard> {
  const card = await lockCard(tx, name);
  if (!card) throw new D1Refusal('CARD_NOT_FOUND');
  const { holder } = card;
  const consumer = holder && (await tx.consumers.find(holder.consumerKey));
  if (!isLiveCard(card) || !holder || consumer?.state !== 'ACTIVE') throw new D1Refusal('INVALID_STATE');
  return { ...card, holder };
}
