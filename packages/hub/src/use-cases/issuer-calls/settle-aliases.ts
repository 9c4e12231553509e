import type { Card } from '../../core/card.ts';
import type { Aggregates } from '../../ports/store.ts';

/** A card's former references go when the last of its updates is settled. Its row must be locked. */
export async function settleAliases(
  tx: Pick<Aggregates, 'cards' | 'operations'>,
  { cardId }: Pick<Card, 'cardId'>,
): Promise<void> {
  if ((await tx.operations.countOpen(cardId, 'UPDATE_CARD')) === 0) await tx.cards.dropAliases(cardId);
}
