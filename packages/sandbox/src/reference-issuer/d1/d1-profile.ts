import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import type { IssuerProduct } from '../issuer-profile.ts';

/** One bank that speaks D1 with the hub: who it is, and what both gave each other at onboarding. */
export interface D1IssuerProfile {
  /** Exactly 10 characters of `[A-Za-z0-9_-]`. */
  issuerId: string;
  /** Its TLS client towards the hub; the hub's authority certified it, and its common name says who it is. */
  client: CertifiedKey;
  /** EC P-256: signs what it asks the hub for access tokens with. */
  signing: OwnKey;
  /** EC P-256: what the hub seals card data for. */
  encryption: OwnKey;
  /** What the hub asks for the issuer's access tokens with; null: its calls need none. */
  oauth2: ClientCredentials | null;
  products: readonly IssuerProduct[];
}

/** A private key, PKCS#8 in PEM, and the name both sides call it by. */
export interface OwnKey {
  keyIdentifier: string;
  privateKeyPem: string;
}

/** The same of the other side. */
export interface PublicKey {
  keyIdentifier: string;
  publicKeyPem: string;
}

/** OAuth 2.0 client credentials. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}
