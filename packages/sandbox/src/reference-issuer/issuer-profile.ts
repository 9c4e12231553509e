import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import type { SealingOptions } from '@countermark/wire/envelope/cms';

/** One bank that the reference issuer plays: who it is, and how it was set up with the hub. */
export interface IssuerProfile {
  /** Exactly 10 characters of `[A-Za-z0-9_-]`. */
  issuerId: string;
  /** Its TLS client towards the hub; the hub pins the certificate. */
  client: CertifiedKey;
  /** The PKCS#7 key that the hub seals card data for. */
  envelope: EnvelopeIdentity;
  /** Keys that went before it, and are opened with until the hub no longer has them; none unless given. */
  olderEnvelopes?: readonly EnvelopeIdentity[];
  /** RSA: signs codes of its application, which the hub checks. */
  signing: CertifiedKey;
  /** Who checks what vouches for a payload of its application; the hub unless given. */
  pushAuthentication?: 'HUB' | 'ISSUER';
  /** How hub and issuer seal for each other. PKCS#1 v1.5 is accepted from the hub only where it is agreed on here. */
  sealing: Omit<SealingOptions, 'key'>;
  products: readonly IssuerProduct[];
  /** False: it cannot verify its cardholders, and decides green or red only. */
  hasIdv: boolean;
  /** What a card gets that was typed in or photographed without any proof; yellow unless given. */
  unproven?: 'yellow' | 'red';
}

/** A PKCS#7 certificate, its private key, and the name both sides call it by. */
export interface EnvelopeIdentity extends CertifiedKey {
  /** 1 to 64 characters of `[A-Za-z0-9_.-]`. */
  keyIdentifier: string;
}

/** A range of cards and the profile they have at the token service provider. */
export interface IssuerProduct {
  productId: string;
  /** Leading digits of its PANs. */
  panPrefix: string;
  /** Its cards are cobadged: the product of the domestic cards that go with them. */
  domesticProductId?: string;
}
