import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import type { RecipientForm, RsaPadding, TextEncoding } from '@countermark/wire/envelope/cms';
import type { CertificationPlan } from './certification-case.ts';
import type { D1Profile } from './d1/d1-profile.ts';

/** What must be known of an issuer to certify it. Certificates and keys are PEM texts. */
export interface CertificationProfile {
  /** 10 characters of `[A-Za-z0-9_-]`. */
  readonly issuerId: string;
  /** The server's own certificate or its authorities; null: the system's trust store. */
  readonly serverTrust: string | null;
  /** What the run shows as the hub: the issuer lets it in, and nobody else. */
  readonly hubClient: CertifiedKey;
  readonly timeLimits: TimeLimits;
  /** Null: the issuer does not speak the Issuer Gateway API. */
  readonly issuerGateway: IssuerGatewayProfile | null;
  /** Null: the issuer does not speak D1. */
  readonly d1: D1Profile | null;
}

/** How long the hub waits, in milliseconds. */
export interface TimeLimits {
  /** Until a connection stands. */
  readonly connect: number;
  /** Until a question of an enrolment is answered. */
  readonly answer: number;
  /** Until a notification is acknowledged. */
  readonly notification: number;
}

/** An issuer that speaks the Issuer Gateway API. */
export interface IssuerGatewayProfile {
  /** Before the name of every method of the single-badge API. */
  readonly url: string;
  /** The same of the auxiliary API; null: the issuer has no cobadged cards. */
  readonly auxiliaryUrl: string | null;
  /** What the issuer gave the hub to seal card data with: the newest last, at most two. */
  readonly keys: readonly [EnvelopeCertificate, ...EnvelopeCertificate[]];
  readonly padding: RsaPadding;
  readonly encoding: TextEncoding;
  readonly recipientForm: RecipientForm;
  /** What the issuer seals with for the hub; null: it never does. */
  readonly hubEnvelope: (EnvelopeCertificate & CertifiedKey) | null;
  readonly cards: readonly CertificationCard[];
  /** Where the issuer shows what it has applied; null: it is judged by its answers alone. */
  readonly observations: Observations | null;
}

export interface EnvelopeCertificate {
  readonly keyIdentifier: string;
  readonly certificatePem: string;
}

/** A test hook: `GET {url}/tokens/{virtualCardId}` answers what was done to a token, in order. */
export interface Observations {
  readonly url: string;
  /** Sent as bearer token; null: none is needed. */
  readonly token: string | null;
}

/**
 * A test card, and what becomes of it when its holder types it into a wallet on a phone (`captureMethod` MANUAL), with
 * its security code where one is given.
 */
export type CertificationCard = CardElements & CardOutcome;

export interface CardElements {
  readonly fpan: string;
  /** `MMYY` */
  readonly exp: string;
  readonly cvv?: string;
}

export type CardOutcome =
  | { readonly outcome: 'green' }
  | { readonly outcome: 'red' }
  /** `methods`: the types that are offered with the decision. */
  | { readonly outcome: 'yellow'; readonly methods: readonly string[] }
  /** The hub has to ask for the methods with `getIDnVMethodList`. */
  | { readonly outcome: 'yellow-without-list' }
  | {
      readonly outcome: 'refused';
      readonly operation: 'checkCardEligibility' | 'requestCardDigitization' | 'sendOTP';
      readonly code: number;
    }
  /** Cobadged, and digitized on its primary side; a domestic card goes with it. */
  | { readonly outcome: 'cobadged' };

/** The plans that concern an issuer. */
export function plansOf({ issuerGateway, d1 }: CertificationProfile): readonly CertificationPlan[] {
  return [
    ...(issuerGateway ? (['single-badge'] as const) : []),
    ...(issuerGateway?.auxiliaryUrl ? (['cobadged'] as const) : []),
    ...(d1 ? (['d1'] as const) : []),
    ...(d1?.clickToPay ? (['click-to-pay'] as const) : []),
  ];
}

/** Test cards with this outcome. */
export function cardsFor<Outcome extends CardOutcome['outcome']>(
  cards: readonly CertificationCard[],
  outcome: Outcome,
): readonly (CardElements & Extract<CardOutcome, { outcome: Outcome }>)[] {
  return cards.filter(
    (card): card is CardElements & Extract<CardOutcome, { outcome: Outcome }> => card.outcome === outcome,
  );
}
