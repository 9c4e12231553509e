import { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { TspConnection } from '../../../../core/tsp-connection.ts';
import type { TspConnectionStore } from '../../../../ports/aggregates/tsp-connections.ts';
import { currentCertificate } from '../../../peer-certificate.ts';

/**
 * Tells whose a call is by its TLS client certificate: pinned for a TSP, or signed by the hub's authority for the TSP's
 * customer identifier, which is then its common name.
 *
 * @param authorityPem the hub's own authority
 */
export function tspCallers({
  connections,
  authorityPem,
}: {
  connections: Pick<TspConnectionStore, 'findByCertificate' | 'findByCustomer'>;
  authorityPem: string;
}): (request: FastifyRequest) => Promise<TspConnection | null> {
  const authority = new X509Certificate(authorityPem);
  const customerOf = ({ x509 }: { x509: X509Certificate }) =>
    x509.checkIssued(authority) && x509.verify(authority.publicKey) ? commonNameOf(x509) : null;
  return async request => {
    const certificate = currentCertificate(request);
    if (!certificate) return null;
    const pinned = await connections.findByCertificate(certificate.fingerprint);
    if (pinned) return pinned;
    const customer = customerOf(certificate);
    return customer === null ? null : connections.findByCustomer(customer);
  };
}

function commonNameOf({ subject }: X509Certificate): string | null {
  const names = subject.split('\n').filter(line => line.startsWith('CN='));
  return names.length === 1 ? (names[0]?.slice('CN='.length) ?? null) : null;
}
