import type { IdvSession } from '../../core/idv-session.ts';
import { judgeEntry, type OtpResult } from '../../core/one-time-password.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { CallRefused } from '../enrolment/enrolment-result.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import type { IdvSessions } from './idv-sessions.ts';

/** A code that the user of one of a requestor's sessions typed. */
export interface OtpEntry {
  requestor: TokenRequestor;
  sessionId: string;
  otp: string;
}

export type SubmitOtpOutcome<Session> = { taken: true; result: OtpResult; session: Session } | CallRefused;

/** The user typed a code: the TSP compares it, three wrong ones void it, the right one is what was waited for. */
export async function submitOtp<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  entry: OtpEntry,
): Promise<SubmitOtpOutcome<Session>> {
  const judged = await judge(hub, sessions, entry);
  if (!judged.taken) return judged;
  const followed = await sessions.followEntry(hub, judged);
  if (!followed.taken) return followed;
  if (judged.result === 'SUCCESS') await dropCode(hub, judged.session);
  return { ...judged, session: followed.session };
}

async function dropCode(hub: Hub, { virtualCardId }: IdvSession): Promise<void> {
  const token = await hub.store.tokens.find(virtualCardId ?? '');
  if (token) await tspOf(hub, token.tsp).dropOtp(token.tspTokenId);
}

async function judge<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { requestor, sessionId, otp }: OtpEntry,
): Promise<SubmitOtpOutcome<Session>> {
  const matches = await compare(hub, await sessions.find(hub.store, sessionId), otp);
  return hub.store.transaction(async tx => {
    const session = await sessions.lockOwn(tx, requestor, sessionId);
    if (!session) return sessions.unknown;
    if (!session.challenge || !sessions.isVerificationDue(session)) return sessions.notNow(session);
    const now = hub.clock.now();
    const { result, challenge } = judgeEntry(session.challenge, { matches, now });
    const entered = { ...session, challenge, updatedAt: now };
    return {
      taken: true,
      result,
      session: await sessions.recordEntry(hub, tx, { session: entered, result }),
    };
  });
}

async function compare(hub: Hub, session: IdvSession | null, otp: string): Promise<boolean> {
  const token = await hub.store.tokens.find(session?.virtualCardId ?? '');
  return token !== null && tspOf(hub, token.tsp).checkOtp(token.tspTokenId, otp);
}
