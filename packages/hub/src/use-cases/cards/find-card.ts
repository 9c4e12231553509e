import type { Card } from '../../core/card.ts';
import { isLiveCard } from '../../core/card-life-cycle.ts';
import type { Aggregates } from '../../ports/store.ts';

/** A card as its issuer names it. */
export interface CardName {
  issuerId: string;
  cardId: string;
}

/** The live card of this cardId, else the last one that had it. */
export async function findCard(
  store: Pick<Aggregates, 'cards'>,
  { issuerId, cardId }: CardName,
): Promise<Card | null> {
  const reference = { issuerId, badge: 'PRIMARY', issuerCardRefId: cardId } as const;
  return (await store.cards.findByReference(reference)) ?? store.cards.newestByReference(reference);
}

/**
 * As findCard, and holds the row of a live one until the transaction ends. It is looked for again once it is held: while
 * its row was waited for it may have been replaced, and be another card now.
 */
export async function lockCard(tx: Pick<Aggregates, 'cards'>, name: CardName): Promise<Card | null> {
  const { issuerId, cardId: issuerCardRefId } = name;
  for (;;) {
    const locked = await tx.cards.lockByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId });
    const found = await findCard(tx, name);
    if (!found || !isLiveCard(found) || found.cardId === locked?.cardId) return found;
  }
}
