import { type VisaDirectoryError, VisaErrorCode } from '@countermark/wire/directory/visa/error-response';
import type { RequestDetail } from '@countermark/wire/directory/visa/request-status';
import type { DirectoryOutcome } from '../../../ports/directory.ts';
import type { DirectoryAnswer } from '../call-directory.ts';

/**
 * What a call without a trace has come to. A directory that has another request of the consumer in hand has time later; one
 * that knows a consumer already is to be looked at first.
 */
export function outcomeOfRefusal(
  answer: Exclude<DirectoryAnswer<unknown, VisaDirectoryError>, { kind: 'ANSWER' }>,
): DirectoryOutcome {
  if (answer.kind === 'FAULT') return { status: 'UNAVAILABLE', reason: answer.reason };
  const { code } = answer.refusal;
  if (code === VisaErrorCode.cardEnrolled) return { status: 'SUCCESSFUL' };
  if (laterOn.includes(code)) return { status: 'UNAVAILABLE', reason: code };
  const isOfCard = ofCards.includes(code);
  return {
    status: 'FAILED',
    consumer: isOfCard ? 'TAKEN' : 'REFUSED',
    refused: [{ externalCardId: null, reason: code }],
  };
}

const laterOn: readonly string[] = [VisaErrorCode.busy, VisaErrorCode.consumerEnrolled];

const ofCards: readonly string[] = [VisaErrorCode.cardRefused, VisaErrorCode.unknownCard];

/**
 * COMPLETED says nothing yet: what a request was about succeeded or failed part by part. A card that is there already is what
 * was asked for.
 */
export function outcomeOfDetails(details: readonly RequestDetail[]): DirectoryOutcome {
  const failed = details.filter(
    ({ status, code }) => status !== 'SUCCESS' && code !== VisaErrorCode.cardEnrolled,
  );
  if (failed.length === 0) return { status: 'SUCCESSFUL' };
  return {
    status: 'FAILED',
    consumer: failed.some(({ type }) => type === 'CONSUMER') ? 'REFUSED' : 'TAKEN',
    refused: failed.map(({ externalPaymentInstrumentID = null, code = 'FAILURE' }) => ({
      externalCardId: externalPaymentInstrumentID,
      reason: code,
    })),
  };
}
