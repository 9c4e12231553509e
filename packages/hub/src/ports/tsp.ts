import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type { TokenPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import type { CardProduct } from '../core/card-product.ts';
import type { CarePortalAction } from '../core/care-portal.ts';
import type { Decision } from '../core/decision.ts';
import type { Refusal } from '../core/enrolment.ts';
import type { PersonalisationElement } from '../core/personalisation.ts';
import type { DecidingParty } from '../core/stand-in.ts';
import type { Suspender } from '../core/suspenders.ts';
import type { TokenType } from '../core/token.ts';
import type { TspReason } from '../core/tsp-reason.ts';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import type { TspTraits } from '../core/tsp-traits.ts';

/** A token service provider: makes tokens, holds the PAN-token vault. */
export interface Tsp {
  /** What it cannot do, or does otherwise. */
  readonly traits: TspTraits;
  /** Refuses before the issuer is asked what cannot become a token anyway. */
  eligibility(request: TspEligibility): Promise<TspAnswer<null>>;
  createToken(request: CreateToken): Promise<TspAnswer<CreatedToken>>;
  /** Of a network, which asked whether the card may get a token. */
  tellDecision?(decision: TspDecision): Promise<void>;
  /** Of a simulated network: what somebody does on its care portal, which it reports to the hub then. */
  actOnCarePortal?(tspTokenId: string, action: CarePortalAction): Promise<TspAnswer<null>>;
  /** Deletes what createToken made under a correlation id, if it made anything: the hub could not keep it. */
  discardToken(correlationId: string): Promise<TspAnswer<null>>;
  setState(tspTokenId: string, state: TspTokenState, call: TspCall): Promise<TspAnswer<null>>;
  updateCard(
    tspTokenId: string,
    card: { pan: string; expiry: string | null },
    call: TspCall,
  ): Promise<TspAnswer<null>>;
  /** How the TSP's personalisation data gets to devices; null: none of it passes through the hub. */
  readonly personalisation: TspPersonalisation | null;
  /** Tokens of an issuer, deleted ones too, in the order of the code points of their ids. */
  listTokens(filter: TspTokenFilter): Promise<TspAnswer<TspToken[]>>;
  /** Token value and expiry, while the TSP can give them. */
  tokenInfo(tspTokenId: string): Promise<TokenInfo | null>;
  /** What the token's device pays with, at once; null when this TSP sends it by a call of its own, or not through the hub. */
  devicePersonalisation(tspTokenId: string): Promise<TokenPersonalisation | null>;
  /** Makes a code for the token and remembers it hashed; a former one is void. */
  makeOtp(tspTokenId: string): Promise<{ otp: string }>;
  checkOtp(tspTokenId: string, otp: string): Promise<boolean>;
  dropOtp(tspTokenId: string): Promise<void>;
  /** Opens the binding of a token to a device: the reference under which the issuer is asked. */
  proposeBinding(tspTokenId: string, device: DeviceToBind): Promise<TspAnswer<DeviceBindingReference>>;
  /**
   * Binds what was proposed, once the issuer approved it. The reference is final from here on; a TSP may have given
   * another one before. Asked again, it answers the same.
   */
  bindDevice(
    tspTokenId: string,
    proposed: DeviceBindingReference,
  ): Promise<TspAnswer<DeviceBindingReference>>;
  /** Takes back a binding, whether it was made or only proposed; what is not there is gone already. */
  unbindDevice(tspTokenId: string, binding: DeviceBindingReference): Promise<TspAnswer<null>>;
  /**
   * Forgets a deleted token, card number and all; what is not there is forgotten. Of a TSP that lives with the hub: every
   * other one keeps its own house.
   */
  forget?(tspTokenId: string): Promise<void>;
  /** Of a TSP whose renewals the hub starts; every other one renews by itself and reports it. */
  renewal?: TspRenewal;
}

/** What came of the question whether a card may get a token. */
export interface TspDecision {
  correlationId: string;
  tokenRequestorId: string;
  /** Null when none could be made. */
  decision: Decision | null;
  /** Why there will be no token. */
  refusal: Refusal | null;
  decidedBy: DecidingParty;
  idvMethods: readonly IdvMethod[];
  /** As the wallet told; null: it did not. */
  cvvValidated: boolean | null;
}

/** A device as its requestor names it, and the session in which it is to be bound. */
export interface DeviceToBind {
  correlationId: string;
  tokenStorageId: string;
}

/** The TSP's name of one binding of a token to a device, 1..64. */
export interface DeviceBindingReference {
  deviceBindingReference: string;
}

/** A TSP that is reached over the network. */
export interface ExternalTsp extends Tsp {
  readonly personalisation: TspPersonalisation;
  /** Whether it answers a health check, now. */
  health(): Promise<'ANSWERS' | 'SILENT'>;
}

/** The session a call belongs to, and why it is made. The same work keeps its id, however often it is tried. */
export interface TspCall {
  correlationId: string;
  reason: TspReason | null;
}

/** A TSP that lets the hub carry personalisation data. That of a new token comes later, in a call of the TSP's own. */
export interface TspPersonalisation {
  /** Asks for the data a token has already; the TSP submits them by a call of its own. */
  repersonalise(tspTokenId: string, call: TspCall): Promise<TspAnswer<null>>;
  /** What became of data that were asked for again: on success the TSP counts transactions from 0. */
  reportNewData(tspTokenId: string, result: 'SUCCESS' | 'FAILED', call: TspCall): Promise<TspAnswer<null>>;
  /** New keys for a token in a phone's software (HCE). */
  requestReplenishment(tspTokenId: string, call: TspCall): Promise<TspAnswer<PersonalisationElement[]>>;
  /** The keys are on the device. */
  reportReplenished(tspTokenId: string, call: TspCall): Promise<TspAnswer<null>>;
}

/** How a token goes on after its expiry date. */
export interface TspRenewal {
  /** How long before its expiry date a token is renewed, in milliseconds. */
  ahead: number;
  /** The expiry date after this one; both `MMYY`. */
  after(tokenExpiryDate: string): string;
  /** Gives the token the date that the hub has taken. */
  keep(tspTokenId: string, tokenExpiryDate: string): Promise<void>;
}

export type TspAnswer<T> = { ok: true; value: T } | { ok: false; code: number };

export interface TspEligibility {
  issuerId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenRequestorId: string;
  panFingerprint: string;
  maxTokensPerCard: number;
}

export interface CreateToken extends TspEligibility {
  correlationId: string;
  decidedBy: DecidingParty;
  product: CardProduct;
  issuerCardRefId: string | null;
  deviceInformation: Record<string, string> | null;
  pan: string;
  /** `MMYY`; null when neither wallet nor issuer told. */
  expiry: string | null;
  tokenType: TokenType;
  /** The only merchant that may use the token; null: any. */
  merchantId: string | null;
}

export interface CreatedToken {
  tspTokenId: string;
  tokenLastDigits: string;
  /** `MMYY`. */
  tokenExpiryDate: string;
  /** Null: the TSP does not tell. */
  par: string | null;
}

/** One page of a TSP's tokens: those that follow the token `after`, at most `limit`. Only an empty page is the last. */
export interface TspTokenFilter {
  issuerId: string;
  /** Of this card only. */
  pan?: string;
  after: string | null;
  limit: number;
}

/** A token as its TSP knows it; null is what the TSP does not tell. */
export interface TspToken {
  tspTokenId: string;
  /** TRID, 11 digits. */
  tokenRequestorId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenType: TokenType | null;
  tokenProductId: string | null;
  state: TspTokenState;
  /** Who holds the token suspended. */
  suspendedBy: Suspender[] | null;
  tokenLastDigits: string;
  /** `MMYY`. */
  tokenExpiryDate: string;
  par: string | null;
  /** As the hub's vault makes it. */
  panFingerprint: string | null;
  /** Of the createToken that made it; the hub's own enrolments are known by it. */
  correlationId: string | null;
}
