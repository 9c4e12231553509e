import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import type { EnrolmentReport } from '@countermark/sandbox/wallet-simulator/wallet-enrolment';
import { idvEnding } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { chosenMethodType } from './chosen-method-type.ts';
import { settledToken } from './settled-token.ts';

/** How the cardholder deals with a code. */
export type OtpEntry = 'right' | 'wrong' | 'expired';

/** One enrolment to drive, and who acts when the wallet alone cannot end it. */
export interface EnrolmentPlan {
  script: EnrolmentScript;
  otp?: OtpEntry;
}

/** What an enrolment came to, with every message of it. */
export interface FollowedEnrolment {
  enrolmentId: string | null;
  outcome: string | null;
  decision: string | null;
  refusal: { code: number | null; message: string } | null;
  /** Of the code typed last. */
  otpResult: string | null;
  token: { virtualCardId: string; state: string } | null;
  exchanges: ExchangeView[];
}

/** Longer than a code is good for. */
const codeLifetime = 11 * 60 * 1000;

/** Drives one enrolment against the running sandbox, as cardholder and, where it takes one, as issuer or TSP. */
export async function followEnrolment(
  client: SandboxClient,
  plan: EnrolmentPlan,
): Promise<FollowedEnrolment> {
  const started = await client.enrol({
    ...plan.script,
    otp: plan.otp === 'expired' ? 'none' : (plan.otp ?? 'right'),
  });
  const report = await finish(client, plan, started);
  const { enrolmentId, enrolment } = report;
  if (enrolmentId === null || !enrolment) return neverBegan(report);
  const { session, exchanges } = await settled(client, enrolmentId);
  const token =
    session.virtualCardId === undefined ? null : (await client.token(session.virtualCardId)).token;
  return {
    enrolmentId,
    outcome: session.outcome ?? session.step,
    decision: session.decision ?? null,
    refusal: session.refusal ?? null,
    otpResult: otpResultOf(report),
    token: token && { virtualCardId: token.virtualCardId, state: token.state },
    exchanges,
  };
}

/** What the wallet cannot do itself: let time pass, be the issuer's application or call centre, be the TSP. */
async function finish(
  client: SandboxClient,
  { otp }: EnrolmentPlan,
  report: EnrolmentReport,
): Promise<EnrolmentReport> {
  const { enrolmentId, enrolment } = report;
  if (enrolmentId === null || enrolment?.step !== 'VERIFICATION_DUE') return report;
  if (otp === 'expired' && enrolment.otp) {
    await client.advanceClock(codeLifetime);
    return client.enterCode(enrolmentId, 'right');
  }
  const chosen = chosenMethodType(report.steps, enrolment.idvMethods);
  if (chosen === undefined || idvEnding(chosen) === 'otp') return report;
  const virtualCardId = enrolment.token?.virtualCardId ?? '';
  if (idvEnding(chosen) === 'tsp') await client.reportTspEvent(virtualCardId, { event: 'ACTIVATE' });
  else await activateAsIssuer(client, enrolmentId, virtualCardId);
  return client.enrolment(enrolmentId);
}

async function activateAsIssuer(
  client: SandboxClient,
  enrolmentId: string,
  virtualCardId: string,
): Promise<void> {
  const { session } = await client.session(enrolmentId);
  const body = { issuerCardRefId: session.issuerCardRefId ?? '', virtualCardId, action: 'RESUME' };
  await client.callHub(session.issuerId, 'updateCardState', { correlationId: enrolmentId, body });
}

/** Waits until the issuer has been told everything, or long enough. */
async function settled(client: SandboxClient, enrolmentId: string) {
  const { session } = await client.session(enrolmentId);
  if (session.virtualCardId !== undefined) await settledToken(client, session.virtualCardId);
  return client.session(enrolmentId);
}

function neverBegan({ steps }: EnrolmentReport): FollowedEnrolment {
  const last = steps.at(-1);
  const refused = last?.result === 'REFUSED';
  const message = last && 'message' in last ? last.message : 'The enrolment did not begin';
  return {
    enrolmentId: null,
    outcome: 'REFUSED',
    decision: null,
    refusal: { code: refused ? last.errorCode : null, message },
    otpResult: null,
    token: null,
    exchanges: [],
  };
}

function otpResultOf({ steps }: EnrolmentReport): string | null {
  const results = steps.flatMap(step => (step.result === 'ANSWERED' ? [step.saw.otpResult] : []));
  return results.filter(result => result !== undefined).at(-1) ?? null;
}
