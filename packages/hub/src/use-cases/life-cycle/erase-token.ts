import { settledMessageLife, withoutPersonalData } from '../../core/erasure.ts';
import { isLive } from '../../core/token.ts';
import type { TokenEvent } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import { refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { type ReportResult, unknownToken } from './apply-report.ts';
import { changeToken } from './change-token.ts';

/**
 * Erases a token because somebody asks for it: a live one is deleted first, also at its TSP. The issuer is told of both.
 * Asked again, it goes on where it was cut short.
 */
export async function eraseToken(
  hub: Hub,
  { virtualCardId }: { virtualCardId: string },
): Promise<ReportResult> {
  const token = await hub.store.tokens.find(virtualCardId);
  if (!token) return unknownToken;
  const events: TokenEvent[] = isLive(token) ? [{ type: 'DELETED', action: 'DELETE' }] : [];
  if (token.state !== 'ERASED') events.push({ type: 'ERASED' });
  for (const event of events) {
    const change = await changeToken(hub, { virtualCardId, event, source: 'TSP', correlationId: null });
    if (!change.changed) return refuseCall(change.code, `Not possible in state ${token.state}`);
  }
  await completeErasure(hub, virtualCardId);
  return { taken: true, token: (await hub.store.tokens.find(virtualCardId)) ?? token };
}

/**
 * Forgets what was known of an erased token, here and at its TSP, and of its card, both sides, when that has no other. What is still
 * to be told stays until it is; false while there is such.
 */
export async function completeErasure(hub: Hub, virtualCardId: string): Promise<boolean> {
  const found = await hub.store.tokens.find(virtualCardId);
  if (found?.state !== 'ERASED') return false;
  await tspOf(hub, found.tsp).forget?.(found.tspTokenId);
  const now = hub.clock.now();
  const settledBefore = new Date(now.getTime() - settledMessageLife);
  return hub.store.transaction(async tx => {
    const card = await tx.cards.lock(found.cardId);
    const token = await tx.tokens.lock(virtualCardId);
    if (!token) return false;
    const isDone = await tx.erasures.forgetToken(token, { settledBefore });
    const dueAt = isDone ? null : new Date(now.getTime() + settledMessageLife);
    await tx.tokens.save({ ...withoutPersonalData(token), dueAt });
    await tx.erasures.forgetCard(token.cardId);
    if (card?.primaryCardId) await tx.erasures.forgetCard(card.primaryCardId);
    return isDone;
  });
}
