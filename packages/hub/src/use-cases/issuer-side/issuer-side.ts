import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import type { Decision } from '../../core/decision.ts';
import type { DeviceBinding } from '../../core/device-binding.ts';
import type { Enrolment, Refusal } from '../../core/enrolment.ts';
import type { IdvSession } from '../../core/idv-session.ts';
import type { OtpChallenge } from '../../core/one-time-password.ts';
import type { DecidingParty } from '../../core/stand-in.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { CapturedCard } from '../enrolment/captured-card.ts';
import type { IdvSessions } from '../verification/idv-sessions.ts';

/**
 * Who answers what enrolments and device bindings ask of an issuer: the issuer itself (Issuer Gateway), or the hub from
 * what the issuer registered (D1). All may take their time; none is asked within a transaction.
 */
export interface IssuerSide {
  /** Whether the card may be tokenized, before anybody is shown terms: the session with its terms due, or ended. */
  askEligibility(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment>;
  askConsent(hub: Hub, enrolment: Enrolment): Promise<Consent>;
  askBindingConsent(hub: Hub, asked: BindingToDecide): Promise<BindingConsent>;
  /** How the cardholder can be verified, where the consent did not say so. */
  listIdvMethods<Session extends IdvSession>(
    hub: Hub,
    sessions: IdvSessions<Session>,
    session: Session,
  ): Promise<ListedMethods<Session>>;
  /** True: the code is on its way to the cardholder. */
  deliverCode<Session extends IdvSession>(
    hub: Hub,
    sessions: IdvSessions<Session>,
    sending: CodeToDeliver<Session>,
  ): Promise<boolean>;
}

/** What came of asking for consent to a token. */
export interface Consent {
  /** With its decision; ended when there will be no token. */
  enrolment: Enrolment;
  decidedBy: DecidingParty;
  /** Verification methods that came with the decision. */
  idvMethods: readonly IdvMethod[];
  strongVerification: boolean;
}

export interface BindingToDecide {
  binding: DeviceBinding;
  token: Token;
  request: StartBinding;
}

/** The same for a binding; `refusal` is null unless there will be none. */
export interface BindingConsent extends Omit<Consent, 'enrolment' | 'decidedBy'> {
  /** With the waiting added. */
  binding: DeviceBinding;
  decision: Decision | null;
  refusal: Refusal | null;
}

/** `refusal`: why there are none. */
export interface ListedMethods<Session> {
  session: Session;
  idvMethods: readonly IdvMethod[];
  refusal: Refusal | null;
}

/** A one-time password that the TSP made for one token. */
export interface CodeToDeliver<Session> {
  session: Session;
  token: Token;
  challenge: OtpChallenge;
  otp: string;
}
