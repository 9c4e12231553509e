import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { DecisionTrace } from './d1-decision.ts';
import type { VerifiedCard } from './d1-facts.ts';
import type { Decision } from './decision.ts';
import type { OtpChallenge } from './one-time-password.ts';
import type { TokenType } from './token.ts';

/**
 * Where an enrolment stands: whose turn it is. `*_ASKED` are left by the hub itself; a session found in one after a
 * crash is closed by ageing.
 */
export type EnrolmentStep =
  | 'ELIGIBILITY_ASKED'
  | 'TERMS_DUE'
  | 'DIGITIZATION_ASKED'
  /** The TSP has yet to submit what personalises the token. */
  | 'TOKEN_DATA_DUE'
  | 'PROVISIONING_DUE'
  | 'VERIFICATION_DUE'
  | 'ENDED';

/** How an enrolment ended. */
export type EnrolmentOutcome =
  | 'ACTIVATED'
  /** Verified while somebody holds the token suspended; it becomes active when the last suspension is lifted. */
  | 'VERIFIED'
  | 'DECLINED'
  | 'FAILED'
  | 'TERMS_DECLINED'
  | 'PROVISIONING_FAILED'
  | 'TOKEN_DELETED'
  | 'EXPIRED';

/** Why a requestor was refused: a response code and whose refusal it is. */
export interface Refusal {
  code: number;
  /** DECLINED: a decision. TECHNICAL: something did not work. */
  kind: 'DECLINED' | 'TECHNICAL';
  message: string;
}

export interface TermsDecision {
  termsId: string;
  version: string;
  language: string;
  acceptedDate: Date;
}

/** What the requestor told at the start and every later step needs; no card data. */
export interface EnrolmentRequest {
  language: string;
  captureMethod: string | null;
  cvvValidated: boolean | null;
  walletUserInformation: Record<string, unknown>;
  cardCaptureInformation: Record<string, unknown> | null;
  scoringInformation: Record<string, unknown> | null;
  deviceInformation: Record<string, string> | null;
  walletId: string | null;
  merchantId: string | null;
  /** Of a token that stood in place of the card (captureMethod TOKEN). */
  originalTokenRequestorId: string | null;
}

/** The token on the primary side of a cobadged card that an auxiliary token is to stand beside. */
export interface PrimaryToken {
  virtualCardId: string;
  cardId: string;
  walletVirtualCardId: string | null;
  /** `x-correlation-id` of the session that made it. */
  correlationId: string;
}

/** One enrolment session. */
export interface Enrolment {
  enrolmentId: string;
  /** Set when the session adds the auxiliary token of a cobadged card. */
  primaryToken: PrimaryToken | null;
  issuerId: string;
  productId: string;
  requestorId: string;
  tokenRequestorId: string;
  walletProviderId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenType: TokenType;
  request: EnrolmentRequest;
  step: EnrolmentStep;
  outcome: EnrolmentOutcome | null;
  refusal: Refusal | null;
  decision: Decision | null;
  /** How D1 decided; null: it has not yet, or the issuer decides. */
  decisionTrace: DecisionTrace | null;
  /** What the issuer said of the card when D1 asked (Verify card); null: it was not asked. */
  verifiedCard: VerifiedCard | null;
  issuerCardRefId: string | null;
  issuerProductId: string | null;
  termsDecision: TermsDecision | null;
  /** Sealed FPAN and expiry, and what was sealed for the issuer; dropped when the session ends or has its token. */
  cardData: EnrolmentCardData | null;
  lastDigits: string;
  idvMethods: IdvMethod[];
  challenge: OtpChallenge | null;
  virtualCardId: string | null;
  /** Milliseconds spent waiting for the issuer so far. */
  issuerWait: number;
  createdAt: Date;
  updatedAt: Date;
  /** When ageing closes the session; null once it has a token, which ages by itself, or has ended. */
  dueAt: Date | null;
}

export interface EnrolmentCardData {
  panFingerprint: string;
  sealedPan: Uint8Array;
  sealedExpiry: Uint8Array | null;
  /** For the issuer, as sent with checkCardEligibility and repeated with requestCardDigitization; null for silent tokenization. */
  cipheredCardInfo: string | null;
  publicKeyIdentifier: string | null;
  /** The card security code, sealed for the issuer alone: the hub cannot open it. */
  authenticationValue: string | null;
}

/**
 * The `x-correlation-id` of everything said in a session: its own id, but both tokens of a cobadged card belong to the
 * session that the primary one was made in (Issuer Gateway API, key concepts).
 */
export function correlationIdOf(enrolment: Pick<Enrolment, 'enrolmentId' | 'primaryToken'>): string {
  return enrolment.primaryToken?.correlationId ?? enrolment.enrolmentId;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** Ageing: what is not finished by then is closed. */
export const enrolmentLimits = {
  /** Eligibility without a digitization request. */
  eligibility: 15 * minute,
  /** DEPLOYMENT_ONGOING, any colour. */
  deployment: 30 * minute,
  /** INACTIVE without activation. */
  activation: 30 * day,
  /** All waiting for the issuer in one enrolment, or in one device binding. */
  issuerWait: 20_000,
} as const;

/** What every session begins with. */
export function begun(now: Date) {
  return {
    outcome: null,
    refusal: null,
    termsDecision: null,
    idvMethods: [],
    challenge: null,
    virtualCardId: null,
    decisionTrace: null,
    verifiedCard: null,
    issuerWait: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: new Date(now.getTime() + enrolmentLimits.eligibility),
  } satisfies Partial<Enrolment>;
}

/** What the requestor told of the cardholder and the device, forgotten. */
function impersonal(request: EnrolmentRequest): EnrolmentRequest {
  return {
    ...request,
    walletUserInformation: {},
    cardCaptureInformation: null,
    scoringInformation: null,
    deviceInformation: null,
  };
}

/** The session after it has ended: what it knew of the card and of its holder is gone. */
export function ended(
  enrolment: Enrolment,
  end: { outcome: EnrolmentOutcome; refusal?: Refusal; now: Date },
): Enrolment {
  return {
    ...enrolment,
    step: 'ENDED',
    outcome: end.outcome,
    refusal: end.refusal ?? null,
    request: impersonal(enrolment.request),
    cardData: null,
    challenge: null,
    dueAt: null,
    updatedAt: end.now,
  };
}
