import type { Card } from '../../core/card.ts';
import { acceptedOperation } from '../../core/operation.ts';
import { isLive } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';

/** Whose call changed the card, and the operation that its issuer follows, if it does. */
export interface CardChangeCall {
  correlationId: string;
  recordedOperationId?: string;
}

/** Has every live token of a card linked to its new data, one operation each. The card's row must be locked. */
export async function relinkTokens(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { card, call }: { card: Card; call: CardChangeCall },
): Promise<void> {
  const tokens = await tx.tokens.ofCard(card.cardId);
  const now = hub.clock.now();
  for (const { virtualCardId } of tokens.filter(isLive)) {
    const operation = acceptedOperation(
      {
        operationId: hub.ids.uuid(),
        cardId: card.cardId,
        virtualCardId,
        issuerId: card.issuerId,
        kind: 'UPDATE_CARD',
        action: 'UPDATE',
        event: { type: 'CARD_UPDATED' },
        source: 'ISSUER',
        reason: null,
        ...call,
      },
      now,
    );
    await tx.operations.insert(operation);
  }
}
