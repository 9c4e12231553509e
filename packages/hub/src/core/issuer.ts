import type { RecipientForm, RsaPadding, TextEncoding } from '@countermark/wire/envelope/cms';

/** Where an issuer serves one API. */
export interface IssuerEndpoint {
  /** Base of the endpoint; the hub appends `/{method}`. */
  outboundBase: string;
  /** Wire name of a method -> the path segment this issuer serves it under. */
  methodMap: Record<string, string>;
}

/** How the hub speaks with one issuer; the endpoint is that of the single-badge API. Times in milliseconds. */
export interface IssuerSettings extends Omit<IssuerEndpoint, 'outboundBase'> {
  /** Null: the issuer speaks D1 only. */
  outboundBase: string | null;
  /** Absent: the issuer has no D1 backend. */
  d1?: D1Settings;
  /** The auxiliary API; absent: the issuer has no cobadged cards. */
  auxiliary?: IssuerEndpoint;
  /** PEM of the CA or the self-signed certificate of the issuer's server; null: the system's trust store. */
  serverTrust: string | null;
  padding: RsaPadding;
  encoding: TextEncoding;
  recipientForm: RecipientForm;
  /** PKCS#1 v1.5 in envelopes from this issuer. OAEP is always accepted. */
  inboundPkcs1v15: 'allowed' | 'refused';
  connectTimeout: number;
  answerTimeout: number;
  notificationTimeout: number;
  /** False: this issuer decides green or red only. */
  hasIdv: boolean;
  /** Who checks what vouches for a payload of push provisioning that the issuer's application made. */
  pushAuthentication: 'HUB' | 'ISSUER';
  /** True: this issuer is told when a TSP renews a token (RENEW). */
  notifyRenewals: boolean;
}

export interface Issuer {
  /** Exactly 10 characters of `[A-Za-z0-9_-]`. */
  issuerId: string;
  name: string;
  settings: IssuerSettings;
}

export interface IssuerKey {
  issuerId: string;
  keyIdentifier: string;
  certificatePem: string;
  createdAt: Date;
}

/** How the hub speaks D1 with one issuer. */
export interface D1Settings {
  /** The issuer's domain, `https://…`. */
  outboundBase: string;
  /** Base path of an API where the issuer serves it under another than the published one. */
  paths: Partial<Record<D1OutboundPath, string>>;
  /** Where the hub gets its tokens; null: its calls carry none. */
  oauth2: D1OAuth2Settings | null;
  /** V1: one call per operation, of tokenization and renewal only; V2: arrays, of every operation. */
  cardNotifications: 'V1' | 'V2';
  /** Operations in one V2 call, at most: 1..100. */
  notificationsPerCall: number;
  /** Whether Get consumer information names the card, too. */
  sendsCardIdForConsumer: boolean;
}

export type D1OutboundPath =
  | 'consumers'
  | 'consumerNotifications'
  | 'cardNotifications'
  | 'digitalCardNotifications'
  | 'cms'
  | 'physicalCards';

/** The issuer's OAuth2 server; the client secret is kept apart, sealed. */
export interface D1OAuth2Settings {
  tokenUrl: string;
  clientId: string;
  scope: string | null;
  /** Of the Basic header. */
  basicAlphabet: 'base64' | 'base64url';
}

/**
 * A public key of the issuer. SIGNING: it signs assertions, batch files, and codes that let an application push a card
 * into a wallet. ENCRYPTION: the hub seals card data for it (JWE).
 */
export interface IssuerPublicKey {
  issuerId: string;
  purpose: 'SIGNING' | 'ENCRYPTION';
  /** The `kid` of what is signed or sealed. */
  keyIdentifier: string;
  /** SubjectPublicKeyInfo: EC P-256, or for SIGNING also RSA of at least 2048 bits. */
  publicKeyPem: string;
  createdAt: Date;
}

/** A client certificate pinned for an issuer or a token requestor. */
export interface PinnedCertificate {
  /** SHA-256, colon-separated upper-case hex, as node:tls prints it. */
  fingerprint: string;
  certificatePem: string;
  notAfter: Date;
}

export const defaultIssuerSettings: Omit<IssuerSettings, 'outboundBase'> = {
  methodMap: {},
  serverTrust: null,
  padding: 'RSAES-OAEP-SHA-256',
  encoding: 'base64',
  recipientForm: 'subjectKeyIdentifier',
  inboundPkcs1v15: 'refused',
  connectTimeout: 2_000,
  answerTimeout: 5_000,
  notificationTimeout: 10_000,
  hasIdv: true,
  pushAuthentication: 'HUB',
  notifyRenewals: false,
};

export const defaultD1Settings: Omit<D1Settings, 'outboundBase'> = {
  paths: {},
  oauth2: null,
  cardNotifications: 'V2',
  notificationsPerCall: 10,
  sendsCardIdForConsumer: false,
};
