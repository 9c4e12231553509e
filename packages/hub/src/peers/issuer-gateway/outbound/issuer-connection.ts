import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import type { Issuer, IssuerEndpoint, IssuerSettings } from '../../../core/issuer.ts';
import type { PostResult } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';

/** The issuer's endpoint as its settings describe it. */
export interface IssuerConnection {
  /** The issuer as peer in the exchange log. */
  peer: string;
  /** One exchange: `body` to the operation, everything within `timeLimit` milliseconds. */
  post(message: {
    operation: Pick<IssuerGatewayOperation, 'api' | 'name'>;
    correlationId: string;
    body: string;
    timeLimit: number;
    listenOn?: number;
  }): Promise<PostResult>;
}

/** The connection to an issuer, the same one until settings of it change (Issuer Gateway API, connectivity). */
export function issuerConnection(
  clients: Pick<HttpsClients, 'of'>,
  { issuerId, settings }: Issuer,
): IssuerConnection {
  const { serverTrust, connectTimeout } = settings;
  const peer = `issuer:${issuerId}`;
  const client = clients.of(peer, { serverTrust, connectTimeout });
  return {
    peer,
    post: ({ operation, correlationId, ...message }) =>
      client.post({
        url: urlOf(operation, settings),
        headers: writeHeaders({ correlationId, issuerId }),
        ...message,
      }),
  };
}

function urlOf(
  { api, name }: Pick<IssuerGatewayOperation, 'api' | 'name'>,
  settings: IssuerSettings,
): string {
  const endpoint: IssuerEndpoint | undefined = api === 'auxiliary' ? settings.auxiliary : settings;
  if (!endpoint) {
    throw new Error(
      `No URL for ${name} of the auxiliary API: set the issuer's settings.auxiliary.outboundBase`,
    );
  }
  return `${endpoint.outboundBase}/${endpoint.methodMap[name] ?? name}`;
}
