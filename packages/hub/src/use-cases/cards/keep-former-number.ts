import type { Card } from '../../core/card.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { openCard } from '../open-card.ts';
import { sealExpiry } from './credentials.ts';

/**
 * Keeps what a card was in a row of its own, REPLACED by the one that its row is of now: its number must not come back.
 * Returns the id of that row.
 */
export async function keepFormerNumber(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Pick<Aggregates, 'cards'>,
  former: Card,
): Promise<string> {
  const cardId = hub.ids.uuid();
  await tx.cards.insert({
    ...former,
    ...moved(hub, former, cardId),
    cardId,
    state: 'REPLACED',
    suspendReason: null,
    ongoingOperation: null,
    sealedAccounts: null,
    replacedBy: former.cardId,
    updatedAt: hub.clock.now(),
  });
  return cardId;
}

/** What is sealed opens in its own row only. */
function moved({ vault }: Pick<Hub, 'vault'>, former: Card, cardId: string) {
  const { fpan, exp } = openCard(vault, former);
  return {
    sealedPan: vault.seal({ table: 'card', column: 'pan', rowId: cardId }, fpan),
    sealedExpiry: exp === undefined ? null : sealExpiry(vault, cardId, exp),
  };
}
