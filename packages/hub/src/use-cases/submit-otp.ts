import type { Enrolment } from '../core/enrolment.ts';
import { judgeEntry, type OtpResult } from '../core/one-time-password.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { Hub } from '../ports.ts';
import { changeToken, tspOf } from './change-token.ts';
import {
  type CallRefused,
  lockOwnEnrolment,
  notNow,
  refuseCall,
  unknownEnrolment,
} from './enrolment-result.ts';

export type SubmitOtpOutcome = { taken: true; result: OtpResult; enrolment: Enrolment } | CallRefused;

/** The user typed a code: the TSP compares it, three wrong ones void it, the right one activates the token. */
export async function submitOtp(
  hub: Hub,
  requestor: TokenRequestor,
  entry: { enrolmentId: string; otp: string },
): Promise<SubmitOtpOutcome> {
  const judged = await judge(hub, requestor, entry);
  if (!judged.taken || judged.result !== 'SUCCESS') return judged;
  const { enrolment } = judged;
  const change = await changeToken(hub, {
    virtualCardId: enrolment.virtualCardId ?? '',
    event: { type: 'ACTIVATED' },
    source: 'TSP',
    correlationId: enrolment.enrolmentId,
  });
  if (!change.changed) return refuseCall(change.code, 'The token cannot be activated now');
  await tspOf(hub, change.token.tsp).dropOtp(change.token.tspTokenId);
  const current = await hub.store.enrolments.find(enrolment.enrolmentId);
  return { ...judged, enrolment: current ?? enrolment };
}

async function judge(
  hub: Hub,
  requestor: TokenRequestor,
  { enrolmentId, otp }: { enrolmentId: string; otp: string },
): Promise<SubmitOtpOutcome> {
  const matches = await compare(hub, enrolmentId, otp);
  return hub.store.transaction(async tx => {
    const enrolment = await lockOwnEnrolment(tx, requestor, enrolmentId);
    if (!enrolment) return unknownEnrolment;
    if (enrolment.step !== 'VERIFICATION_DUE' || !enrolment.challenge) return notNow(enrolment);
    const now = hub.clock.now();
    const { result, challenge } = judgeEntry(enrolment.challenge, { matches, now });
    const after = { ...enrolment, challenge, updatedAt: now };
    if (result !== 'SUCCESS') await tx.enrolments.save(after);
    return { taken: true, result, enrolment: after };
  });
}

async function compare(hub: Hub, enrolmentId: string, otp: string): Promise<boolean> {
  const enrolment = await hub.store.enrolments.find(enrolmentId);
  const token = await hub.store.tokens.find(enrolment?.virtualCardId ?? '');
  return token !== null && tspOf(hub, token.tsp).checkOtp(token.tspTokenId, otp);
}
