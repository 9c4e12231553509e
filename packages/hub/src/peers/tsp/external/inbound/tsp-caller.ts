import type { FastifyRequest } from 'fastify';
import type { TspConnection } from '../../../../core/tsp-connection.ts';
import type { TspConnectionStore } from '../../../../ports/aggregates/tsp-connections.ts';
import { namesByAuthority } from '../../../names-by-authority.ts';
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
  const customerOf = namesByAuthority(authorityPem);
  return async request => {
    const certificate = currentCertificate(request);
    if (!certificate) return null;
    const pinned = await connections.findByCertificate(certificate.fingerprint);
    if (pinned) return pinned;
    const customer = customerOf(certificate.x509);
    return customer === null ? null : connections.findByCustomer(customer);
  };
}
