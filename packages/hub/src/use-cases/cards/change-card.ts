import type { Card } from '../../core/card.ts';
import { type CardEvent, type CardLifeCycle, cardTransition } from '../../core/card-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy, type Why } from '../recorded-operations/recorded-why.ts';
import { type CardName, lockCard } from './find-card.ts';

/** The card to be changed, its row held, and what becomes of it; there is none, or the event does not fit: refused. */
export async function cardForEvent(
  tx: Pick<Aggregates, 'cards'>,
  name: CardName,
  event: CardEvent,
): Promise<{ card: Card; next: CardLifeCycle }> {
  const card = await lockCard(tx, name);
  if (!card) throw new D1Refusal('CARD_NOT_FOUND');
  const change = cardTransition(card, event);
  if (!change.accepted) throw new D1Refusal(change.errorCode);
  return { card, next: change.card };
}

/** A change of a card alone, which is over when it is made. Its digital cards do not notice. */
export async function changeCard(
  hub: Pick<Hub, 'clock' | 'ids'>,
  tx: Aggregates,
  { name, event, why, correlationId }: { name: CardName; event: CardEvent; why: Why; correlationId: string },
): Promise<{ before: Card; card: Card }> {
  const { card: before, next } = await cardForEvent(tx, name, event);
  const card = { ...before, ...next, updatedAt: hub.clock.now() };
  await tx.cards.save(card);
  await recordOperation(hub, tx, {
    issuerId: card.issuerId,
    target: { kind: 'CARD', key: card.cardId, id: name.cardId },
    operation: event.operation,
    ...recordedWhy(why, correlationId),
    end: { status: 'SUCCESSFUL' },
  });
  return { before, card };
}
