import type { DigitalCardResult } from '@countermark/wire/d1/digital-card-v1/digital-card-result';
import type { suspendDigitalCard as suspendDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import { type DigitalCardAction, digitalCardEvent } from '../../core/digital-card.ts';
import { reasonNumber } from '../../core/issuer-reason.ts';
import type { Operation } from '../../core/operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { answered, type D1Call, type D1Refused } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { beginChange } from '../life-cycle/begin-change.ts';
import { askTspOnly } from '../life-cycle/run-operation.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { findDigitalCard } from './find-digital-card.ts';

/** All three calls say the same: which digital card, and why. */
export type DigitalCardCall = D1Call<typeof suspendDigitalCardV1>;

/** Milliseconds that the caller waits for the TSP; what comes later is told by notification. */
const patience = 5_000;

/** If this process dies now, another one carries the change out after that long. */
const lease = 60_000;

/**
 * An issuer's change of a digital card (Digital Card API): carried out at the TSP while the caller waits, on the device
 * afterwards.
 */
export async function changeDigitalCard(
  hub: Hub,
  call: DigitalCardCall,
  action: DigitalCardAction,
): Promise<{ ok: true; body: DigitalCardResult } | D1Refused> {
  const accepted = await d1Change(hub, tx => accept(hub, tx, { call, action }));
  if (!accepted.ok) return accepted;
  const { operation, operationId } = accepted.body;
  await Promise.race([askTspOnly(hub, operation), hub.elapse(patience)]);
  const recorded = await hub.store.recordedOperations.find(operationId);
  return answered({ operationId, status: recorded?.status ?? 'PENDING' });
}

async function accept(
  hub: Hub,
  tx: Aggregates,
  { call, action }: { call: DigitalCardCall; action: DigitalCardAction },
): Promise<{ operation: Operation; operationId: string }> {
  const { parameters, body, correlationId } = call;
  const found = await findDigitalCard(tx, parameters);
  // In the order of everybody who changes a token.
  const card = found && (await tx.cards.lock(found.card.cardId));
  const token = found && (await tx.tokens.lock(found.token.virtualCardId));
  if (!card || !token || token.state === 'ERASED') throw new D1Refusal('DIGITAL_CARD_NOT_FOUND');
  const now = hub.clock.now();
  const event = digitalCardEvent(token, action, now);
  const running = await tx.operations.running(token.virtualCardId);
  if (!event || (action !== 'DELETE' && running.some(isUndecided))) throw new D1Refusal('INVALID_STATE');
  const { operationId } = await recordOperation(hub, tx, {
    issuerId: token.issuerId,
    target: { kind: 'DIGITAL_CARD', key: token.virtualCardId, id: token.virtualCardId },
    operation: action,
    ...recordedWhy(body, correlationId),
  });
  const operation = await beginChange(hub, tx, {
    card,
    token,
    action,
    event,
    reason: reasonNumber(body.reasonCode),
    call: { correlationId, recordedOperationId: operationId },
    running: action === 'DELETE' ? running : [],
    firstAttemptAt: new Date(now.getTime() + lease),
  });
  return { operation, operationId };
}

/** Its TSP has not said yet in what state the token will be. */
function isUndecided({ kind, step }: Operation): boolean {
  return kind === 'CHANGE_STATE' && step === 'TSP_DUE';
}
