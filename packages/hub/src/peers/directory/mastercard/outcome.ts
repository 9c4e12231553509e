import {
  cardRefusals,
  type MastercardErrors,
  MastercardReason,
} from '@countermark/wire/directory/mastercard/error-response';
import type { BatchItem } from '@countermark/wire/directory/mastercard/get-batch';
import type { DirectoryFault, DirectoryOutcome } from '../../../ports/directory.ts';
import type { DirectoryAnswer } from '../call-directory.ts';

/** What did not succeed at once. */
export type Unanswered = Exclude<DirectoryAnswer<unknown, MastercardErrors>, { kind: 'ANSWER' }>;

export function outcomeOfRefusal(answer: Unanswered): DirectoryOutcome {
  if (answer.kind === 'FAULT' || isRecoverable(answer.refusal)) return faultOf(answer);
  const reason = reasonOf(answer);
  return {
    status: 'FAILED',
    consumer: isOfCard(reason) ? 'TAKEN' : 'REFUSED',
    refused: [{ externalCardId: null, reason }],
  };
}

export function faultOf(answer: Unanswered): DirectoryFault {
  return { status: 'UNAVAILABLE', reason: answer.kind === 'FAULT' ? answer.reason : reasonOf(answer) };
}

export function reasonOf(answer: Unanswered): string {
  const [first] = answer.kind === 'REFUSAL' ? answer.refusal.Errors.Error : [];
  return first?.ReasonCode ?? '';
}

/** Each card for itself. */
export function outcomeOfItems(items: readonly BatchItem[]): DirectoryOutcome {
  const failed = items.filter(({ status }) => status !== 'SUCCESSFUL');
  if (failed.length === 0) return { status: 'SUCCESSFUL' };
  const refused = failed.map(({ externalCardId, reasonCode = 'FAILED' }) => ({
    externalCardId,
    reason: reasonCode,
  }));
  const isTaken = failed.length < items.length || refused.every(({ reason }) => isOfCard(reason));
  return { status: 'FAILED', consumer: isTaken ? 'TAKEN' : 'REFUSED', refused };
}

function isOfCard(reason: string): boolean {
  return (cardRefusals as readonly string[]).includes(reason) || reason === MastercardReason.unknownCard;
}

function isRecoverable({ Errors }: MastercardErrors): boolean {
  return Errors.Error.some(({ Recoverable }) => Recoverable === true);
}
