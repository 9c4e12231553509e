import type { Issuer } from '../../../core/issuer.ts';
import type { HttpsClient } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';

/** The connection to an issuer, the same as for its Issuer Gateway, and its name in the exchange log. */
export function issuerClient(
  clients: Pick<HttpsClients, 'of'>,
  { issuerId, settings }: Issuer,
): { peer: string; client: HttpsClient } {
  const { serverTrust, connectTimeout } = settings;
  const peer = `issuer:${issuerId}`;
  return { peer, client: clients.of(peer, { serverTrust, connectTimeout }) };
}
