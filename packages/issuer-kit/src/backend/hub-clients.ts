import { X509Certificate } from 'node:crypto';

/** Says whether a client certificate is one of the hub's. */
export type HubClients = (certificate: X509Certificate) => boolean;

/**
 * The hub is whoever shows one of these certificates: several at once while it changes from one to the next.
 *
 * @param certificatePems X.509 certificates in PEM
 */
export function pinnedClients(certificatePems: readonly string[]): HubClients {
  const fingerprints = new Set(certificatePems.map(pem => new X509Certificate(pem).fingerprint256));
  return ({ fingerprint256 }) => fingerprints.has(fingerprint256);
}

/**
 * The hub is whoever shows a certificate with one of these common names, which an authority made that the TLS server
 * trusts: the server has to refuse all others (`mutualTls` does).
 */
export function namedClients(commonNames: readonly string[]): HubClients {
  return ({ subject }) => commonNames.some(name => subject.split('\n').includes(`CN=${name}`));
}
