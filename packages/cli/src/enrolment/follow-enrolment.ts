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
  /** `both`: of a cobadged card; the domestic token is added once the primary one is active. */
  badges: 'primary' | 'both';
}

/** How an enrolment ended. */
export interface EnrolmentEnd {
  enrolmentId: string | null;
  outcome: string | null;
  refusal: { code: number | null; message: string } | null;
  token: { virtualCardId: string; state: string } | null;
}

/** What an enrolment came to, with every message of it. */
export interface FollowedEnrolment extends EnrolmentEnd {
  decision: string | null;
  /** Of the code typed last. */
  otpResult: string | null;
  /** The other side of a cobadged card; null where it was not begun. */
  auxiliary: EnrolmentEnd | null;
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
  const { enrolmentId } = report;
  const end = await endOf(client, report);
  const auxiliary = plan.badges === 'both' ? await addAuxiliary(client, end) : null;
  const told = enrolmentId === null ? null : await client.session(enrolmentId);
  return {
    ...end,
    decision: told?.session.decision ?? null,
    otpResult: otpResultOf(report),
    auxiliary,
    exchanges: told?.exchanges ?? [],
  };
}

/** Once the issuer has been told everything. */
async function endOf(client: SandboxClient, report: EnrolmentReport): Promise<EnrolmentEnd> {
  const { enrolmentId } = report;
  if (enrolmentId === null) return neverBegan(report);
  const { session } = await settled(client, enrolmentId);
  const token =
    session.virtualCardId === undefined ? null : (await client.token(session.virtualCardId)).token;
  return {
    enrolmentId,
    outcome: session.outcome ?? session.step,
    refusal: session.refusal ?? null,
    token: token && { virtualCardId: token.virtualCardId, state: token.state },
  };
}

async function addAuxiliary(client: SandboxClient, { token }: EnrolmentEnd): Promise<EnrolmentEnd | null> {
  if (token?.state !== 'RESUMED') return null;
  return endOf(client, await client.addAuxiliary(token.virtualCardId, 'deliver'));
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

function neverBegan({ steps }: EnrolmentReport): EnrolmentEnd {
  const last = steps.at(-1);
  const refused = last?.result === 'REFUSED';
  const message = last && 'message' in last ? last.message : 'The enrolment did not begin';
  return {
    enrolmentId: null,
    outcome: 'REFUSED',
    refusal: { code: refused ? last.errorCode : null, message },
    token: null,
  };
}

function otpResultOf({ steps }: EnrolmentReport): string | null {
  const results = steps.flatMap(step => (step.result === 'ANSWERED' ? [step.saw.otpResult] : []));
  return results.filter(result => result !== undefined).at(-1) ?? null;
}
