import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { IdvSession } from '../../core/idv-session.ts';
import {
  isSameSend,
  maySend,
  nextSend,
  type OtpChallenge,
  withoutSend,
} from '../../core/one-time-password.ts';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { wireDate } from '../enrolment/digitization-request.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import type { IdvSessions, SessionResult } from './idv-sessions.ts';

/** A requestor's choice of a method for one of its sessions. */
export interface IdvChoice {
  requestor: TokenRequestor;
  sessionId: string;
  methodId: string;
}

/** The user chose how to be verified. For a code the TSP makes one and the issuer delivers it (sendOTP). */
export async function chooseIdvMethod<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  choice: IdvChoice,
): Promise<SessionResult<Session>> {
  const reserved = await reserveSend(hub, sessions, choice);
  if (!reserved.taken || !reserved.challenge) return reserved;
  const { session, challenge } = reserved;
  if (await sendCode(hub, sessions, { session, challenge })) return { taken: true, session };
  await takeBackSend(hub, sessions, { session, challenge });
  return refuseCall(501, 'Method unavailable: the issuer could not deliver the code. Choose another method');
}

/** `challenge` is null for a method without a code. */
type Reserved<Session> = { taken: true; session: Session; challenge: OtpChallenge | null } | CallRefused;

/** Counts the send before it is made, so that two choices at once cannot pass the limit. */
async function reserveSend<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { requestor, sessionId, methodId }: IdvChoice,
): Promise<Reserved<Session>> {
  return hub.store.transaction(async tx => {
    const session = await sessions.lockOwn(tx, requestor, sessionId);
    if (!session) return sessions.unknown;
    if (!sessions.isVerificationDue(session)) return sessions.notNow(session);
    const method = session.idvMethods.find(entry => entry.id === methodId);
    if (!method) return refuseCall(112, 'Bad parameter format: id names no method of this session');
    const now = hub.clock.now();
    const chosen = { ...sessions.withChoice(session, method), updatedAt: now };
    if (!isOtpMethod(method.type)) {
      await sessions.save(tx, chosen);
      return { taken: true, session: chosen, challenge: null };
    }
    if (!maySend(session.challenge)) {
      return refuseCall(
        432,
        'No further code is sent in this session (otpMaxReached). Choose another method',
      );
    }
    const challenge = nextSend(session.challenge, methodId, now);
    const reserved = { ...chosen, challenge };
    await sessions.save(tx, reserved);
    return { taken: true, session: reserved, challenge };
  });
}

/** A session and the code that is under way in it. */
interface Sending<Session> {
  session: Session;
  challenge: OtpChallenge;
}

async function sendCode<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { session, challenge }: Sending<Session>,
): Promise<boolean> {
  const token = await tokenOf(hub, session);
  const issuer = await hub.store.issuers.find(session.issuerId);
  if (!issuer) throw new Error(`Issuer ${session.issuerId} is gone`);
  const { otp } = await tspOf(hub, token.tsp).makeOtp(token.tspTokenId);
  const answer = await hub.issuerBackend.sendOTP(
    { issuer, correlationId: sessions.idOf(session), budget: Number.POSITIVE_INFINITY },
    {
      ...(await sessions.toldToIssuer(hub, session)),
      otpMethodId: challenge.methodId,
      otpValue: otp,
      expirationDate: wireDate(challenge.expiresAt),
    },
  );
  return answer.kind === 'ANSWERED';
}

async function takeBackSend<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { session, challenge: failed }: Sending<Session>,
): Promise<void> {
  const now = hub.clock.now();
  const isLast = await hub.store.transaction(async tx => {
    const current = await sessions.lock(tx, sessions.idOf(session));
    if (!current?.challenge || !sessions.isVerificationDue(current)) return false;
    const challenge = withoutSend(current.challenge, failed, now);
    await sessions.save(tx, { ...current, challenge, updatedAt: now });
    return isSameSend(current.challenge, failed);
  });
  if (!isLast) return;
  const token = await tokenOf(hub, session);
  await tspOf(hub, token.tsp).dropOtp(token.tspTokenId);
}

async function tokenOf(hub: Hub, { virtualCardId }: IdvSession): Promise<Token> {
  const token = await hub.store.tokens.find(virtualCardId ?? '');
  if (!token) throw new Error('A cardholder is verified for a token that there is not');
  return token;
}
