import { isRetryable } from '@countermark/wire/issuer-gateway/response-codes';
import type { Attempt } from '../core/delivery.ts';
import type { DeliveryAttempt } from '../ports/aggregates/deliveries.ts';
import type { D1Answer } from '../ports/d1-backend.ts';
import type { IssuerAnswer } from '../ports/issuer-backend.ts';

/** What an issuer said to a call that told it something, in either API. */
export type DeliveryAnswer = IssuerAnswer<null> | D1Answer<null>;

/**
 * What an answer means for each delivery of its call. Of the Issuer Gateway's refusals type S is a passing fault; D and F
 * are final, as are all of D1's, but one of several together may be refused for another's sake.
 */
export function judge(answer: DeliveryAnswer, { together }: { together: boolean }): Attempt {
  if (answer.kind === 'ANSWERED') return { outcome: 'ACKNOWLEDGED' };
  if (answer.kind === 'FAILED') return { outcome: 'FAILED', retryAfter: answer.retryAfter };
  if ('code' in answer) {
    const { code } = answer;
    return isRetryable(code) ? { outcome: 'FAILED', retryAfter: null } : { outcome: 'REFUSED', code };
  }
  const { status, errorCode } = answer;
  return together ? { outcome: 'REFUSED_TOGETHER' } : { outcome: 'REFUSED', status, errorCode };
}

/** What an attempt keeps of its answer. */
export function evidenceOf(answer: DeliveryAnswer): Pick<DeliveryAttempt, 'status' | 'code' | 'failure'> {
  if (answer.kind === 'FAILED') return { status: answer.status, code: null, failure: answer.reason };
  if (answer.kind === 'ANSWERED') {
    return { status: 'status' in answer ? answer.status : 200, code: null, failure: null };
  }
  if ('code' in answer) return { status: 400, code: answer.code, failure: answer.message };
  const { status, errorCode, error } = answer;
  const failure = [errorCode, error].filter(part => part !== null).join(': ');
  return { status, code: null, failure: failure === '' ? 'refused' : failure };
}
