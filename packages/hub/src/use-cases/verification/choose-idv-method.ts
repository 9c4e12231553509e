import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { IdvSession } from '../../core/idv-session.ts';
import {
  isSameSend,
  maySend,
  nextSend,
  type OtpChallenge,
  withoutSend,
} from '../../core/one-time-password.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { issuerSideOf } from '../issuer-side/issuer-side-of.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { type IdvSessions, type SessionResult, tokenOf } from './idv-sessions.ts';

/** A requestor's choice of a method for one of its sessions. */
export interface IdvChoice {
  requestor: TokenRequestor;
  sessionId: string;
  methodId: string;
}

/** The user chose how to be verified. For a code the TSP makes one and the issuer's side delivers it. */
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
  const side = await issuerSideOf(hub, token);
  const { otp } = await tspOf(hub, token.tsp).makeOtp(token.tspTokenId);
  return side.deliverCode(hub, sessions, { session, token, challenge, otp });
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
