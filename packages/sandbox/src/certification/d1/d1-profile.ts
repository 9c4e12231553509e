import type { D1OutboundName, D1OutboundPath } from './d1-operations.ts';

/** An issuer that speaks D1. Keys are of EC P-256, in PEM form. */
export interface D1Profile {
  /** The issuer's domain, which every path begins at: `https://d1.bank.example`. */
  readonly url: string;
  /** Base paths that are not the published ones. */
  readonly paths: Readonly<Partial<Record<D1OutboundPath, string>>>;
  /** How the hub gets access tokens; null: its calls need none. */
  readonly oauth2: D1OAuth2Profile | null;
  /** What the issuer gave the hub to seal card data with: the newest last, at most two. */
  readonly keys: readonly [D1PublicKey, ...D1PublicKey[]];
  /** What the issuer seals card data for the hub with; null: it never does. */
  readonly hubEncryption: { readonly keyIdentifier: string; readonly privateKeyPem: string } | null;
  /** What was agreed that the hub calls. */
  readonly operations: readonly D1OutboundName[];
  /** Test cards that the issuer has registered. */
  readonly cards: readonly [D1TestCard, ...D1TestCard[]];
  /** Whether cards go into the directories of Click to Pay. */
  readonly clickToPay: boolean;
}

export interface D1OAuth2Profile {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: none is sent. */
  readonly scope: string | null;
  /** How the issuer reads the header of Basic authentication. */
  readonly basicAlphabet: 'base64' | 'base64url';
}

/** A public key or a certificate, and the name both sides call it by. */
export interface D1PublicKey {
  readonly keyIdentifier: string;
  readonly publicKeyPem: string;
}

/** A test card as both sides know it. */
export interface D1TestCard {
  readonly cardId: string;
  readonly consumerId: string;
  readonly pan: string;
  /** `MMYY` */
  readonly exp: string;
  readonly cvv?: string;
  /** Whether it may be used. */
  readonly state: 'ACTIVE' | 'INACTIVE';
}
