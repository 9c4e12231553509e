import type { ServerOptions } from 'node:https';

/** What an issuer's server is known by, and whom it lets in. */
export interface MutualTlsOptions {
  /** The server's certificate, and those that vouch for it. */
  certificatePem: string;
  privateKeyPem: string;
  /** The authority of the hub's client certificates, or those certificates themselves; several at once for a rollover. */
  hubCertificatePems: readonly string[];
}

/**
 * TLS 1.2 or later, with client certificates that one of the given certificates vouches for; without one a caller does not
 * get through the handshake (Issuer Gateway API, API protocol). For `https.createServer` and Fastify's `https`.
 */
export function mutualTls({
  certificatePem,
  privateKeyPem,
  hubCertificatePems,
}: MutualTlsOptions): ServerOptions {
  return {
    cert: certificatePem,
    key: privateKeyPem,
    ca: [...hubCertificatePems],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  };
}
