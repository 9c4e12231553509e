import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import { acceptedOperation, isWaitingReport, type Operation } from '../../core/operation.ts';
import { sameLifeCycle, type Token, type TokenLifeCycle } from '../../core/token.ts';
import { transition } from '../../core/token-life-cycle.ts';
import { actionOf, type WalletTokenEvent } from '../../core/wallet-token-event.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { ownCorrelationId, type Unchanged } from './change-token.ts';
import { supersede } from './supersede-operation.ts';

/** What a wallet did to a token, and why the token has not changed yet. */
interface UnappliedReport {
  card: Card;
  token: Token;
  event: WalletTokenEvent;
  change: Unchanged;
}

/**
 * Makes an operation of what a wallet did and the token's TSP could not be told: it stands, and comes after all that the
 * token waits for already. Judged as if that were done. Null: queued, or so already; else the code of the refusal.
 */
export async function queueReport(
  hub: Hub,
  tx: Aggregates,
  { card, token, event, change }: UnappliedReport,
): Promise<number | null> {
  const running = await tx.operations.running(token.virtualCardId);
  const isUnheard = change.code === ResponseCode.serverError;
  const mayFitLater = change.code === ResponseCode.operationNotAllowed && running.some(isWaitingReport);
  if (!isUnheard && !mayFitLater) return change.code;
  const now = hub.clock.now();
  const expected = expectedOf(token, running, now);
  const judged = transition(expected, event, now);
  if (!judged.accepted) return judged.code;
  if (judged.notice === null && sameLifeCycle(judged.token, expected)) return null;
  if (event.type === 'DELETED') {
    for (const operation of running) await supersede(hub, tx, { card, token, operation });
  }
  const correlationId =
    change.correlationId ?? (await ownCorrelationId(hub, { token, notice: judged.notice }));
  const operation = acceptedOperation(
    {
      operationId: hub.ids.uuid(),
      cardId: token.cardId,
      virtualCardId: token.virtualCardId,
      issuerId: token.issuerId,
      correlationId,
      kind: 'CHANGE_STATE',
      action: actionOf(event),
      event,
      source: 'WALLET',
      reason: null,
      reportedBy: 'WALLET',
    },
    now,
  );
  await tx.operations.insert({ ...operation, createdAt: afterAllOf(running, now) });
  return null;
}

/** What waits may be of another hub, whose clock is ahead. */
function afterAllOf(running: readonly Operation[], now: Date): Date {
  const times = running.map(({ createdAt }) => createdAt.getTime() + 1);
  return new Date(Math.max(now.getTime(), ...times));
}

/** The token once its TSP has heard of everything that waits for it. */
function expectedOf(token: TokenLifeCycle, running: readonly Operation[], now: Date): TokenLifeCycle {
  return running
    .filter(({ step }) => step === 'TSP_DUE')
    .reduce((before: TokenLifeCycle, { event }) => {
      const result = transition(before, event, now);
      return result.accepted ? result.token : before;
    }, token);
}
