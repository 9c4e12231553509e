import type { RecipientForm, RsaPadding, TextEncoding } from '@countermark/wire/envelope/cms';

/** Where an issuer serves one API. */
export interface IssuerEndpoint {
  /** Base of the endpoint; the hub appends `/{method}`. */
  outboundBase: string;
  /** Wire name of a method -> the path segment this issuer serves it under. */
  methodMap: Record<string, string>;
}

/** How the hub speaks with one issuer; the endpoint is that of the single-badge API. Times in milliseconds. */
export interface IssuerSettings extends IssuerEndpoint {
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

/** A key the issuer signs with: batch files, and codes that let an application push a card into a wallet. */
export interface IssuerSigningKey {
  issuerId: string;
  /** The `kid` of what is signed. */
  keyIdentifier: string;
  /** SubjectPublicKeyInfo: RSA of at least 2048 bits, or EC P-256. */
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
