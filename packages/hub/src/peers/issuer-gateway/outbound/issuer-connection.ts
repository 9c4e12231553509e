import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import type { Issuer } from '../../../core/issuer.ts';
import type { PostResult } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';

/** The issuer's endpoint as its settings describe it. */
export interface IssuerConnection {
  /** The issuer as peer in the exchange log. */
  peer: string;
  /** One exchange: `body` to the method of this wire name, everything within `timeLimit` milliseconds. */
  post(message: {
    method: string;
    correlationId: string;
    body: string;
    timeLimit: number;
  }): Promise<PostResult>;
}

/** The connection to an issuer, the same one until settings of it change (Issuer Gateway API, connectivity). */
export function issuerConnection(
  clients: Pick<HttpsClients, 'of'>,
  { issuerId, settings }: Issuer,
): IssuerConnection {
  const { outboundBase, methodMap, serverTrust, connectTimeout } = settings;
  const peer = `issuer:${issuerId}`;
  const client = clients.of(peer, { serverTrust, connectTimeout });
  return {
    peer,
    post: ({ method, correlationId, body, timeLimit }) =>
      client.post({
        url: `${outboundBase}/${methodMap[method] ?? method}`,
        headers: writeHeaders({ correlationId, issuerId }),
        body,
        timeLimit,
      }),
  };
}
