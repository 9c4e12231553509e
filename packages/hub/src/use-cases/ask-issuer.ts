import { defaultMessage } from '@countermark/wire/issuer-gateway/error-response';
import { codeType } from '@countermark/wire/issuer-gateway/response-codes';
import { type Enrolment, enrolmentLimits, type Refusal } from '../core/enrolment.ts';
import type { Hub, IssuerAnswer, IssuerCall } from '../ports.ts';

/** One synchronous question to the issuer within an enrolment: the answer, and the session with the waiting added. */
export interface Asked<T> {
  answer: IssuerAnswer<T>;
  enrolment: Enrolment;
}

/** Asks within what is left of the enrolment's budget; with nothing left the issuer is not asked. */
export async function askIssuer<T>(
  hub: Hub,
  enrolment: Enrolment,
  ask: (call: IssuerCall) => Promise<IssuerAnswer<T>>,
): Promise<Asked<T>> {
  const budget = enrolmentLimits.issuerWait - enrolment.issuerWait;
  const issuer = await hub.store.issuers.find(enrolment.issuerId);
  if (!issuer) throw new Error(`Issuer ${enrolment.issuerId} of enrolment ${enrolment.enrolmentId} is gone`);
  if (budget <= 0) {
    const reason = `the enrolment's ${enrolmentLimits.issuerWait / 1000} s of waiting for the issuer are used up`;
    return { answer: { kind: 'FAILED', status: null, reason, retryAfter: null }, enrolment };
  }
  const started = performance.now();
  const answer = await ask({ issuer, correlationId: enrolment.enrolmentId, budget });
  const waited = Math.ceil(performance.now() - started);
  return { answer, enrolment: { ...enrolment, issuerWait: enrolment.issuerWait + waited } };
}

/**
 * What the requestor is told of an issuer's refusal or failure: codes of type D are decisions, the rest is technical. The
 * issuer's own words are for the hub's log, not for a third party.
 */
export function refusalOf(answer: Exclude<IssuerAnswer<unknown>, { kind: 'ANSWERED' }>): Refusal {
  if (answer.kind === 'FAILED') return { kind: 'TECHNICAL', code: 921, message: `Issuer: ${answer.reason}` };
  const kind = codeType(answer.code, 'synchronous') === 'D' ? 'DECLINED' : 'TECHNICAL';
  return { kind, code: answer.code, message: defaultMessage(answer.code) };
}
