import { isPending, type Token, type TokenAction } from './token.ts';
import type { Notice, TokenEvent } from './token-life-cycle.ts';
import type { Reporter } from './token-report.ts';
import type { TokenSource } from './token-source.ts';

/** Work on one token that was accepted and is carried out later: first the TSP, then the device, then the issuer is told. */
export interface Operation {
  operationId: string;
  cardId: string;
  virtualCardId: string;
  issuerId: string;
  correlationId: string;
  kind: 'CHANGE_STATE' | 'UPDATE_CARD';
  /** What was asked for; a failure is told under this name. */
  action: TokenAction;
  event: TokenEvent;
  source: TokenSource;
  reason: number | null;
  /** Who did it already and told the hub: a wallet whose report waits for the TSP is not told of it. */
  reportedBy: Reporter | null;
  step: OperationStep;
  /** Decided when the TSP confirmed; sent when the device did. */
  notice: Notice | null;
  attempts: number;
  createdAt: Date;
  nextAttemptAt: Date;
  /** The issuer's operation that is over when all its work on tokens is; null: nobody follows this by an id. */
  recordedOperationId: string | null;
}

export type OperationStep = 'TSP_DUE' | 'DEVICE_DUE' | 'CLOSED';

/** What is asked for, and by whom. */
export type AskedOperation = Pick<
  Operation,
  | 'operationId'
  | 'cardId'
  | 'virtualCardId'
  | 'issuerId'
  | 'correlationId'
  | 'kind'
  | 'action'
  | 'event'
  | 'source'
  | 'reason'
> &
  Partial<Pick<Operation, 'reportedBy' | 'recordedOperationId'>>;

/** An operation as it is accepted: its TSP is asked at once. */
export function acceptedOperation(asked: AskedOperation, now: Date): Operation {
  return {
    reportedBy: null,
    recordedOperationId: null,
    ...asked,
    step: 'TSP_DUE',
    notice: null,
    attempts: 0,
    createdAt: now,
    nextAttemptAt: now,
  };
}

/** Something a wallet did that the token's TSP does not know of yet. */
export function isWaitingReport({ reportedBy, step }: Operation): boolean {
  return reportedBy !== null && step === 'TSP_DUE';
}

const minute = 60_000;

/** An operation that is not through after this long ends with 322 (no answer of the TSP) or 221 (no answer of the device). */
export const operationLifetime = 24 * 60 * minute;

/** Waiting times between attempts at the TSP or the device; the last one repeats. */
export const operationRetries = [minute / 6, minute, 5 * minute, 15 * minute, 60 * minute] as const;

export function nextOperationAttempt(attempts: number, now: Date): Date {
  const wait = operationRetries[Math.min(attempts, operationRetries.length) - 1] ?? operationRetries[0];
  return new Date(now.getTime() + wait);
}

export function outlived(operation: { createdAt: Date }, now: Date): boolean {
  return now.getTime() - operation.createdAt.getTime() >= operationLifetime;
}

/**
 * What the issuer is told of an operation that failed. Nothing of an update of a token that is not in use yet, or was not
 * when it was deleted: such a token is given the card data when it is activated (Issuer Gateway API, updateCard).
 */
export function failureOf(
  { kind, action }: Pick<Operation, 'kind' | 'action'>,
  { state, deletion }: Pick<Token, 'state' | 'deletion'>,
  errorCode: number,
): Notice | null {
  const isSilent = kind === 'UPDATE_CARD' && isPending({ state: deletion?.stateBefore ?? state });
  return isSilent ? null : { action, errorCode };
}
