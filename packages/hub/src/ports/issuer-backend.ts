import type { CheckCardEligibilityResponse } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { TokenRequestor as TokenRequestorOnWire } from '@countermark/wire/issuer-gateway/data/token-requestor';
import type { AuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type {
  RequestCardDigitizationRequest,
  RequestCardDigitizationResponse,
} from '@countermark/wire/issuer-gateway/request-card-digitization';
import type {
  RequestDeviceBindingRequest,
  RequestDeviceBindingResponse,
} from '@countermark/wire/issuer-gateway/request-device-binding';
import type {
  RequestCoBadgeDigitizationRequest,
  RequestCoBadgeDigitizationResponse,
} from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import type { NewDelivery } from '../core/delivery.ts';
import type { Issuer } from '../core/issuer.ts';
import type { Listened } from './late-answer.ts';

/** What a call to an issuer came to. */
export type IssuerAnswer<T> =
  | { kind: 'ANSWERED'; message: T }
  /** HTTP 400, or a 200 that lacks what the method needs (911). */
  | { kind: 'REFUSED'; code: number; message: string }
  /** Time-out, no connection, 5xx, or another status. `retryAfter` in milliseconds. */
  | { kind: 'FAILED'; status: number | null; reason: string; retryAfter: number | null };

/** One call: whom, in which session, and how long the answer may take. */
export interface IssuerCall {
  issuer: Issuer;
  correlationId: string;
  /** Milliseconds left of the session's budget; the issuer's own limit applies below it. */
  budget: number;
}

/** The issuer's backend, in the product's API family. */
export interface IssuerBackend {
  sealCardInfo(issuer: Issuer, cardInfo: CardInfo): Promise<SealedText>;
  sealAuthenticationValue(issuer: Issuer, value: AuthenticationValue): Promise<SealedText>;
  sealTokenInfo(issuer: Issuer, tokenInfo: TokenInfo): Promise<SealedText>;
  checkCardEligibility(
    call: IssuerCall,
    request: {
      cardData: { cipheredCardInfo: string; publicKeyIdentifier: string } | { issuerCardRefId: string };
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      captureMethod: string | null;
    },
  ): Promise<IssuerAnswer<CheckCardEligibilityResponse>>;
  requestCardDigitization(
    call: IssuerCall,
    request: RequestCardDigitizationRequest,
  ): Promise<IssuerAnswer<RequestCardDigitizationResponse>>;
  getIDnVMethodList(
    call: IssuerCall,
    request: {
      issuerCardRefId: string;
      virtualCardId: string;
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      /** In a device binding only. */
      deviceBindingReference?: string;
    },
  ): Promise<IssuerAnswer<{ idvMethodList: IdvMethod[] }>>;
  sendOTP(
    call: IssuerCall,
    request: {
      issuerCardRefId: string;
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      otpMethodId: string;
      otpValue: string;
      expirationDate: string;
      /** In a device binding only. */
      deviceBindingReference?: string;
    },
  ): Promise<IssuerAnswer<null>>;
  requestDeviceBinding(
    call: IssuerCall,
    request: RequestDeviceBindingRequest,
  ): Promise<IssuerAnswer<RequestDeviceBindingResponse>>;
  /** By the auxiliary API, of issuers whose settings name it. */
  requestCoBadgeDigitization(
    call: IssuerCall,
    request: RequestCoBadgeDigitizationRequest,
  ): Promise<IssuerAnswer<RequestCoBadgeDigitizationResponse>>;
  /** One attempt of a delivery: the stored body, word for word. */
  deliver(issuer: Issuer, delivery: NewDelivery): Promise<Listened<IssuerAnswer<null>>>;
}

/** Text sealed for the issuer, and the key it was sealed with. */
export interface SealedText {
  text: string;
  keyIdentifier: string;
}
