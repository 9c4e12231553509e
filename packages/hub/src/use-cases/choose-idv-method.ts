import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { Enrolment } from '../core/enrolment.ts';
import { isSameSend, maySend, nextSend, type OtpChallenge, withoutSend } from '../core/one-time-password.ts';
import type { Token } from '../core/token.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { Hub } from '../ports.ts';
import { tspOf } from './change-token.ts';
import { wireDate } from './digitization-request.ts';
import {
  type CallRefused,
  type EnrolmentResult,
  lockOwnEnrolment,
  notNow,
  refuseCall,
  unknownEnrolment,
} from './enrolment-result.ts';
import { tokenRequestorOf } from './enrolment-session.ts';

/** The user chose how to be verified. For a code the TSP makes one and the issuer delivers it (sendOTP). */
export async function chooseIdvMethod(
  hub: Hub,
  requestor: TokenRequestor,
  choice: { enrolmentId: string; id: string },
): Promise<EnrolmentResult> {
  const reserved = await reserveSend(hub, requestor, choice);
  if (!reserved.taken || !reserved.challenge) return reserved;
  const { enrolment, challenge } = reserved;
  const sent = await sendCode(hub, enrolment, challenge);
  if (sent) return { taken: true, enrolment };
  await takeBackSend(hub, enrolment, challenge);
  return refuseCall(501, 'Method unavailable: the issuer could not deliver the code. Choose another method');
}

/** `challenge` is null for a method without a code. */
type Reserved = { taken: true; enrolment: Enrolment; challenge: OtpChallenge | null } | CallRefused;

/** Counts the send before it is made, so that two choices at once cannot pass the limit. */
async function reserveSend(
  hub: Hub,
  requestor: TokenRequestor,
  { enrolmentId, id }: { enrolmentId: string; id: string },
): Promise<Reserved> {
  return hub.store.transaction(async tx => {
    const enrolment = await lockOwnEnrolment(tx, requestor, enrolmentId);
    if (!enrolment) return unknownEnrolment;
    if (enrolment.step !== 'VERIFICATION_DUE') return notNow(enrolment);
    const method = enrolment.idvMethods.find(entry => entry.id === id);
    if (!method) return refuseCall(112, 'Bad parameter format: id names no method of this enrolment');
    if (!isOtpMethod(method.type)) return { taken: true, enrolment, challenge: null };
    if (!maySend(enrolment.challenge)) {
      return refuseCall(
        432,
        'No further code is sent for this enrolment (otpMaxReached). Choose another method',
      );
    }
    const now = hub.clock.now();
    const challenge = nextSend(enrolment.challenge, id, now);
    const reserved = { ...enrolment, challenge, updatedAt: now };
    await tx.enrolments.save(reserved);
    return { taken: true, enrolment: reserved, challenge };
  });
}

async function sendCode(hub: Hub, enrolment: Enrolment, challenge: OtpChallenge): Promise<boolean> {
  const token = await tokenOf(hub, enrolment);
  const issuer = await hub.store.issuers.find(enrolment.issuerId);
  if (!issuer) throw new Error(`Issuer ${enrolment.issuerId} is gone`);
  const { otp } = await tspOf(hub, token.tsp).makeOtp(token.tspTokenId);
  const answer = await hub.issuerBackend.sendOTP(
    { issuer, correlationId: enrolment.enrolmentId, budget: Number.POSITIVE_INFINITY },
    {
      issuerCardRefId: enrolment.issuerCardRefId ?? '',
      walletProviderId: enrolment.walletProviderId,
      tokenRequestor: tokenRequestorOf(enrolment),
      otpMethodId: challenge.methodId,
      otpValue: otp,
      expirationDate: wireDate(challenge.expiresAt),
    },
  );
  return answer.kind === 'ANSWERED';
}

async function takeBackSend(hub: Hub, enrolment: Enrolment, failed: OtpChallenge): Promise<void> {
  const now = hub.clock.now();
  const isLast = await hub.store.transaction(async tx => {
    const current = await tx.enrolments.lock(enrolment.enrolmentId);
    if (current?.step !== 'VERIFICATION_DUE' || !current.challenge) return false;
    const challenge = withoutSend(current.challenge, failed, now);
    await tx.enrolments.save({ ...current, challenge, updatedAt: now });
    return isSameSend(current.challenge, failed);
  });
  if (!isLast) return;
  const token = await tokenOf(hub, enrolment);
  await tspOf(hub, token.tsp).dropOtp(token.tspTokenId);
}

async function tokenOf(hub: Hub, enrolment: Enrolment): Promise<Token> {
  const token = await hub.store.tokens.find(enrolment.virtualCardId ?? '');
  if (!token) throw new Error(`Enrolment ${enrolment.enrolmentId} has no token`);
  return token;
}
