import type { Card } from '../../core/card.ts';
import { cardTransition } from '../../core/card-life-cycle.ts';
import { reasonNumber } from '../../core/issuer-reason.ts';
import { isLive } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';
import { beginChange } from '../life-cycle/begin-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';

/** Why a card is deleted, as its issuer says, and in which of its calls. */
export interface CauseOfRemoval {
  reason: string | null;
  reasonCode: string | null;
  issuerRequestId: string;
}

/**
 * Deletes a card whose row is locked. Its digital cards, those of its auxiliary sides as well, are deleted one by one,
 * and what is going on with them gives way.
 */
export async function removeCard(
  hub: Pick<Hub, 'clock' | 'ids'>,
  tx: Aggregates,
  { card, why }: { card: Card; why: CauseOfRemoval },
): Promise<void> {
  const change = cardTransition(card, { operation: 'DELETE' });
  if (!change.accepted) throw new D1Refusal(change.errorCode);
  const updatedAt = hub.clock.now();
  const sides = [card, ...(await tx.cards.auxiliariesOf(card.cardId))];
  for (const { cardId } of sides) {
    const side = await tx.cards.lock(cardId);
    if (!side) continue;
    await tx.cards.save({ ...side, ...change.card, sealedAccounts: null, updatedAt });
    await tx.cards.dropAliases(cardId);
    await removeTokens(hub, tx, { card: side, why });
  }
  await recordOperation(hub, tx, {
    issuerId: card.issuerId,
    target: { kind: 'CARD', key: card.cardId, id: card.issuerCardRefId },
    operation: 'DELETE',
    ...why,
    end: { status: 'SUCCESSFUL' },
  });
}

async function removeTokens(
  hub: Pick<Hub, 'clock' | 'ids'>,
  tx: Aggregates,
  { card, why }: { card: Card; why: CauseOfRemoval },
): Promise<void> {
  // All at once: work on several of them may belong to one operation, which ends under the lock of any of them.
  const tokens = await tx.tokens.lockOfCard(card.cardId);
  for (const token of tokens.filter(isLive)) {
    await beginChange(hub, tx, {
      card,
      token,
      action: 'DELETE',
      event: { type: 'DELETED', action: 'DELETE' },
      reason: reasonNumber(why.reasonCode),
      call: { correlationId: why.issuerRequestId },
      running: await tx.operations.running(token.virtualCardId),
    });
  }
}
