import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { RequestOf, ResponseOf } from '@countermark/wire/d1/operation';
import type { deliverOtp } from '@countermark/wire/d1/outbound/deliver-otp';
import type { getCardCredentials } from '@countermark/wire/d1/outbound/get-card-credentials';
import type { verifyCard } from '@countermark/wire/d1/outbound/verify-card';
import type { VerifyCardCredentials } from '@countermark/wire/d1/plaintext/verify-card-credentials';
import type { NewDelivery } from '../core/delivery.ts';
import type { Issuer } from '../core/issuer.ts';
import type { IssuerCall } from './issuer-backend.ts';
import type { Listened } from './late-answer.ts';

/** What a call to an issuer's D1 backend came to. */
export type D1Answer<T> =
  | { kind: 'ANSWERED'; status: number; message: T }
  /** A 4xx that does not ask to come again. The texts are the issuer's, as far as it gave any. */
  | { kind: 'REFUSED'; status: number; errorCode: string | null; error: string | null }
  /**
   * Time-out, no connection, no access token, HTTP 408, 429, 5xx or another status, or an answer that lacks what the call
   * needs. `retryAfter` in milliseconds.
   */
  | { kind: 'FAILED'; status: number | null; reason: string; retryAfter: number | null };

/** The issuer's backend as D1 calls it: the outbound APIs. */
export interface D1Backend {
  /** `cardId` is sent to issuers that want it. */
  getConsumerInformation(
    call: IssuerCall,
    about: { consumerId: string; cardId: string | null },
  ): Promise<D1Answer<ConsumerInfo>>;
  deliverOtp(
    call: IssuerCall,
    otp: { consumerId: string } & RequestOf<typeof deliverOtp>,
  ): Promise<D1Answer<null>>;
  /** The card data are sealed for the issuer's newest ENCRYPTION key. `cardId`: of a registered card. */
  verifyCard(
    call: IssuerCall,
    card: { credentials: VerifyCardCredentials; cardId: string | null },
  ): Promise<D1Answer<ResponseOf<typeof verifyCard>>>;
  getCardCredentials(
    call: IssuerCall,
    card: { cardId: string },
  ): Promise<D1Answer<ResponseOf<typeof getCardCredentials>>>;
  activatePhysicalCard(call: IssuerCall, card: { cardId: string }): Promise<D1Answer<null>>;
  /** One attempt of deliveries that go in one call: the stored bodies, word for word. */
  deliver(
    issuer: Issuer,
    deliveries: readonly [NewDelivery, ...NewDelivery[]],
  ): Promise<Listened<D1Answer<null>>>;
}
