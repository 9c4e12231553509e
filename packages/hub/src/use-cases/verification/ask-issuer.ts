import { defaultMessage } from '@countermark/wire/issuer-gateway/error-response';
import { codeType } from '@countermark/wire/issuer-gateway/response-codes';
import { correlationIdOf, type Enrolment, enrolmentLimits, type Refusal } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer, IssuerCall } from '../../ports/issuer-backend.ts';

/** A session as far as asking its issuer goes. */
export interface AskingSession {
  issuerId: string;
  /** Milliseconds spent waiting for the issuer so far. */
  issuerWait: number;
}

/** One synchronous question to the issuer within a session: the answer, and the session with the waiting added. */
export interface Asked<Answer, Session> {
  answer: Answer | NotAsked;
  session: Session;
}

/** Nothing was left of the session's budget. */
export interface NotAsked {
  kind: 'FAILED';
  status: null;
  reason: string;
  retryAfter: null;
}

/** Asks within what is left of the session's budget; with nothing left the issuer is not asked. */
export async function askIssuer<Answer, Session extends AskingSession>(
  hub: Pick<Hub, 'store'>,
  { session, correlationId }: { session: Session; correlationId: string },
  ask: (call: IssuerCall) => Promise<Answer>,
): Promise<Asked<Answer, Session>> {
  const budget = enrolmentLimits.issuerWait - session.issuerWait;
  const issuer = await hub.store.issuers.find(session.issuerId);
  if (!issuer) throw new Error(`Issuer ${session.issuerId} of session ${correlationId} is gone`);
  if (budget <= 0) {
    const reason = `the session's ${enrolmentLimits.issuerWait / 1000} s of waiting for the issuer are used up`;
    return { answer: { kind: 'FAILED', status: null, reason, retryAfter: null }, session };
  }
  const started = performance.now();
  const answer = await ask({ issuer, correlationId, budget });
  const waited = Math.ceil(performance.now() - started);
  return { answer, session: { ...session, issuerWait: session.issuerWait + waited } };
}

/** The same in an enrolment. */
export async function askInEnrolment<Answer>(
  hub: Pick<Hub, 'store'>,
  enrolment: Enrolment,
  ask: (call: IssuerCall) => Promise<Answer>,
): Promise<{ answer: Answer | NotAsked; enrolment: Enrolment }> {
  const { answer, session } = await askIssuer(
    hub,
    { session: enrolment, correlationId: correlationIdOf(enrolment) },
    ask,
  );
  return { answer, enrolment: session };
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
