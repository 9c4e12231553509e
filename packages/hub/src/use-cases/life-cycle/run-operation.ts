import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import { failureOf, nextOperationAttempt, type Operation, outlived } from '../../core/operation.ts';
import type { Token } from '../../core/token.ts';
import { type Notice, transition } from '../../core/token-life-cycle.ts';
import { tspReason } from '../../core/tsp-reason.ts';
import { updatesLater } from '../../core/tsp-traits.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { settleAliases } from '../issuer-calls/settle-aliases.ts';
import { settleTokenWork } from '../recorded-operations/settle-token-work.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { changeTokenState, tokenInfoForActivation } from './change-token.ts';
import { giveCardData } from './give-card-data.ts';
import { notifyTokenChange } from './notify-token-change.ts';

/**
 * Carries one accepted operation as far as it goes now: the TSP confirms (the token's state changes with the
 * operation's step), the device confirms (the operation closes and the issuer is told). What cannot be done yet is
 * tried again until the operation's time is over.
 */
export async function runOperation(hub: Hub, operation: Operation): Promise<void> {
  const confirmed = operation.step === 'TSP_DUE' ? await askTsp(hub, operation) : operation;
  if (confirmed?.step === 'DEVICE_DUE') await confirmOnDevice(hub, confirmed);
  hub.wake.deliveries();
}

/**
 * Carries an operation as far as its TSP goes now, for a caller who waits for that alone: whoever is free asks the device.
 */
export async function askTspOnly(hub: Hub, operation: Operation): Promise<void> {
  const confirmed = await askTsp(hub, operation);
  if (confirmed) await hub.store.transaction(tx => handOver(hub, tx, confirmed));
  hub.wake.operations();
  hub.wake.deliveries();
}

async function handOver(hub: Hub, tx: Aggregates, { operationId }: Operation): Promise<void> {
  const current = await tx.operations.lock(operationId);
  if (current?.step === 'DEVICE_DUE')
    await tx.operations.save({ ...current, nextAttemptAt: hub.clock.now() });
}

/** Null when the operation is over or waits for another attempt. */
async function askTsp(hub: Hub, operation: Operation): Promise<Operation | null> {
  if (outlived(operation, hub.clock.now())) return fail(hub, operation, ResponseCode.operationExpired);
  const code = operation.kind === 'UPDATE_CARD' ? await relink(hub, operation) : null;
  if (code !== null) return refusedByTsp(hub, operation, code);
  const result = await changeTokenState(hub, operation, async (tx, _, notice) => {
    const current = await tx.operations.lock(operation.operationId);
    if (current?.step !== 'TSP_DUE') return;
    await tx.operations.save({ ...current, step: 'DEVICE_DUE', notice });
    await settleTokenWork(hub, tx, current, notice?.errorCode ?? null);
  });
  if (!result.changed) return refusedByTsp(hub, operation, result.code);
  return hub.store.operations.find(operation.operationId);
}

async function relink(hub: Hub, operation: Operation): Promise<number | null> {
  const token = await hub.store.tokens.find(operation.virtualCardId);
  if (!token) return ResponseCode.unknownVirtualCard;
  const judged = transition(token, operation.event, hub.clock.now());
  if (!judged.accepted) return judged.code;
  const { correlationId } = operation;
  const code = await giveCardData(hub, token, { correlationId, reason: tspReason(operation) });
  const { traits } = tspOf(hub, token.tsp);
  return code !== ResponseCode.serverError && updatesLater(token, traits) ? null : code;
}

/** A passing fault of the TSP is tried again; anything else ends the operation. */
async function refusedByTsp(hub: Hub, operation: Operation, code: number): Promise<null> {
  return code === ResponseCode.serverError ? retryLater(hub, operation) : fail(hub, operation, code);
}

/** The device of a wallet that reported the change has it. */
async function confirmOnDevice(hub: Hub, operation: Operation): Promise<void> {
  await (operation.reportedBy === null ? askDevice(hub, operation) : close(hub, operation, asDecided));
}

async function askDevice(hub: Hub, operation: Operation): Promise<void> {
  const token = await hub.store.tokens.find(operation.virtualCardId);
  const card = await hub.store.cards.find(operation.cardId);
  const requestor = token && (await hub.store.requestors.find(token.requestorId));
  if (!token || !card || !requestor) throw new Error(`Operation ${operation.operationId} lost its token`);
  // No device holds it yet; whoever reports its provisioning is told how it stands.
  if (token.state === 'DEPLOYMENT_ONGOING') return close(hub, operation, asDecided);
  const answer = await hub.wallet.applyTokenChange(requestor, {
    correlationId: operation.correlationId,
    virtualCardId: token.virtualCardId,
    ...(token.tokenStorageId !== null && { tokenStorageId: token.tokenStorageId }),
    action: operation.notice?.action ?? operation.action,
    state: token.state,
    cardLastDigits: card.lastDigits,
  });
  if (answer === 'APPLIED') return close(hub, operation, asDecided);
  if (!outlived(operation, hub.clock.now())) {
    await retryLater(hub, operation);
    return;
  }
  await close(hub, operation, { noticeOf: ({ notice }) => notice && unreached(notice), fault: null });
}

/** How an operation is closed. */
interface Closing {
  noticeOf: (current: Operation, token: Token) => Notice | null;
  /** What it failed with at its TSP; null: the TSP did it. */
  fault: number | null;
}

/** Without a notice it is silent, or was told when somebody else changed the token meanwhile. */
const asDecided: Closing = { noticeOf: ({ notice }) => notice, fault: null };

function unreached({ action }: Notice): Notice {
  return { action, errorCode: ResponseCode.deviceNotReachable };
}

async function retryLater(hub: Hub, operation: Operation): Promise<null> {
  const attempts = operation.attempts + 1;
  const nextAttemptAt = nextOperationAttempt(attempts, hub.clock.now());
  await hub.store.transaction(async tx => {
    const current = await tx.operations.lock(operation.operationId);
    if (!current || current.step === 'CLOSED') return;
    await tx.operations.save({ ...current, attempts, nextAttemptAt });
  });
  return null;
}

async function fail(hub: Hub, operation: Operation, errorCode: number): Promise<null> {
  await close(hub, operation, {
    noticeOf: (current, token) => failureOf(current, token, errorCode),
    fault: errorCode,
  });
  return null;
}

async function close(hub: Hub, operation: Operation, { noticeOf, fault }: Closing): Promise<void> {
  const tokenInfo = await tokenInfoForActivation(hub, operation);
  await hub.store.transaction(async tx => {
    // In the order of everybody who changes a token: what is told follows the token's own history.
    const card = await tx.cards.lock(operation.cardId);
    const token = await tx.tokens.lock(operation.virtualCardId);
    const current = await tx.operations.lock(operation.operationId);
    if (!current || current.step === 'CLOSED') return;
    await tx.operations.save({ ...current, step: 'CLOSED' });
    const notice = token && noticeOf(current, token);
    // What goes by in silence is no fault of the operation that its issuer follows, either.
    await settleTokenWork(hub, tx, current, notice && fault);
    if (card && token && notice) await tell(hub, tx, { card, token, operation, notice, tokenInfo });
    if (card && operation.kind === 'UPDATE_CARD') await settleAliases(tx, card);
  });
}

async function tell(
  hub: Hub,
  tx: Aggregates,
  news: { card: Card; token: Token; operation: Operation; notice: Notice; tokenInfo: string | null },
): Promise<void> {
  const { operation, ...rest } = news;
  await notifyTokenChange(hub, tx, {
    ...rest,
    source: operation.source,
    correlationId: operation.correlationId,
    recordedOperationId: operation.recordedOperationId,
  });
}
