import type { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type D1Environment, readD1ClientName } from '../../../identity/d1-client-name.ts';
import { namesByAuthority } from '../../names-by-authority.ts';
import { currentCertificate } from '../../peer-certificate.ts';

/** Tells the issuer or aggregator that the TLS client certificate of a call names; null: none that counts was shown. */
export type CertifiedClient = (request: FastifyRequest) => string | null;

/** Of certificates that the hub's own authority signed, for this environment (D1 transport security). */
export function certifiedClients(parts: {
  authorityPem: string;
  environment: D1Environment;
}): CertifiedClient {
  const nameOf = namesByAuthority(parts.authorityPem);
  return request => {
    const certificate = currentCertificate(request);
    const name = certificate && readD1ClientName(nameOf(certificate.x509) ?? '');
    if (!certificate || name?.environment !== parts.environment) return null;
    return name.keyType === keyTypeOf(certificate.x509) ? name.clientId : null;
  };
}

function keyTypeOf({ publicKey }: X509Certificate): 'RSA' | 'ECDSA' | null {
  switch (publicKey.asymmetricKeyType) {
    case 'rsa':
      return 'RSA';
    case 'ec':
      return 'ECDSA';
    default:
      return null;
  }
}
