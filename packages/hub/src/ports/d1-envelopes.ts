import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { FullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';

/** Opens what issuers sealed for the hub as JWE. Every failure is the same answer; its diagnosis is traced, not returned. */
export interface D1Envelopes {
  /** The card that an issuer registers, renews or replaces. */
  openCard(
    issuerId: string,
    encryptedData: string,
  ): Promise<{ opened: true; credentials: CardCredentials } | { opened: false }>;
  /** The card that an issuer hands out when it is asked for its credentials. */
  openFullCard(
    issuerId: string,
    encryptedData: string,
  ): Promise<{ opened: true; credentials: FullCardCredentials } | { opened: false }>;
}
