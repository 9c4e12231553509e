import type { OtpReason } from '@countermark/wire/d1/outbound/deliver-otp';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { TokenRequestor as TokenRequestorOnWire } from '@countermark/wire/issuer-gateway/data/token-requestor';
import type { IdvSession } from '../../core/idv-session.ts';
import type { OtpResult } from '../../core/one-time-password.ts';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { CallRefused } from '../enrolment/enrolment-result.ts';

/** What a step of a session came to: the session as it now stands, or a call that could not be taken. */
export type SessionResult<Session> = { taken: true; session: Session } | CallRefused;

/** Token and binding as the issuer is told of them when it is to verify a cardholder. */
export interface ToldToIssuer {
  issuerCardRefId: string;
  walletProviderId: string;
  tokenRequestor: TokenRequestorOnWire;
  /** Of a device binding only. */
  deviceBindingReference?: string;
}

/** One kind of session in which cardholders are verified, as far as verifying differs between the kinds. */
export interface IdvSessions<Session extends IdvSession> {
  /** The `x-correlation-id` of everything said in the session. */
  idOf(session: Session): string;
  /** A requestor sees its own sessions only; another's is as unknown as one that never was. */
  lockOwn(tx: Aggregates, requestor: TokenRequestor, sessionId: string): Promise<Session | null>;
  lock(tx: Aggregates, sessionId: string): Promise<Session | null>;
  find(store: Aggregates, sessionId: string): Promise<Session | null>;
  save(tx: Aggregates, session: Session): Promise<void>;
  unknown: CallRefused;
  isVerificationDue(session: Session): boolean;
  notNow(session: Session): CallRefused;
  toldToIssuer(hub: Hub, session: Session): Promise<ToldToIssuer>;
  /** What a code is for, as the issuer is told with Deliver OTP. */
  otpReason: OtpReason;
  /** The user chose this method. */
  withChoice(session: Session, method: IdvMethod): Session;
  /** A code was typed and judged: stores what that makes of the session, and what the issuer is owed for it. */
  recordEntry(hub: Hub, tx: Aggregates, entry: { session: Session; result: OtpResult }): Promise<Session>;
  /** After that, outside of any transaction: carries out what the cardholder was verified for, or clears up. */
  followEntry(hub: Hub, entry: { session: Session; result: OtpResult }): Promise<SessionResult<Session>>;
}

/** The token that is to be used once its cardholder is verified. */
export async function tokenOf({ store }: Pick<Hub, 'store'>, { virtualCardId }: IdvSession): Promise<Token> {
  const token = await store.tokens.find(virtualCardId ?? '');
  if (!token) throw new Error('A cardholder is verified for a token that there is not');
  return token;
}
