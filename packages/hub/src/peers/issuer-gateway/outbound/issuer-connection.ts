import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import type { Issuer, IssuerEndpoint, IssuerSettings } from '../../../core/issuer.ts';
import type { PostResult } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';

/** The issuer's endpoint as its settings describe it. */
export interface IssuerConnection {
  /** The issuer as peer in the exchange log. */
  peer: string;
  /** One exchange: `body` to the operation, everything within `timeLimit` milliseconds, of which `spent` are over. */
  post(message: {
    operation: Pick<IssuerGatewayOperation, 'api' | 'name'>;
    correlationId: string;
    body: string;
    timeLimit: number;
    spent?: number;
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
    async post({ operation, correlationId, ...message }) {
      const endpoint = endpointOf(operation, settings);
      if (!endpoint) return noSuchApi;
      const { outboundBase, methodMap } = endpoint;
      const url = `${outboundBase}/${methodMap[operation.name] ?? operation.name}`;
      return client.post({ url, headers: writeHeaders({ correlationId, issuerId }), ...message });
    },
  };
}

function endpointOf(
  { api }: Pick<IssuerGatewayOperation, 'api'>,
  settings: IssuerSettings,
): IssuerEndpoint | undefined {
  if (api === 'auxiliary') return settings.auxiliary;
  const { outboundBase, methodMap } = settings;
  return outboundBase === null ? undefined : { outboundBase, methodMap };
}

/** A fault of set-up like any other: whoever mends it gets what is waiting sent. */
const noSuchApi: PostResult = {
  kind: 'FAULT',
  status: null,
  reason: "the issuer's settings do not name this API",
  sent: 'NOTHING',
};
