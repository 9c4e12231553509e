import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { askHub } from '../ask-hub.ts';
import { connectionsOf, type HubAccess } from '../connection.ts';
import type { HubAnswer } from '../hub-answer.ts';

/** How to get to the Issuer Gateway APIs of a hub. */
export interface IssuerGatewayAccess extends HubAccess {
  /** Where the auxiliary API is served, without path, if elsewhere. */
  auxiliaryUrl?: string;
}

/** One call as it is sent, right or wrong. */
export interface RawCall {
  /** Wire name: `updateCardState`; of the auxiliary API as `auxiliary/updateCardState`. */
  operation: string;
  correlationId: string;
  /** Sent as JSON, whatever it is. */
  body: unknown;
  timeLimit?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Sends what it is given, once, and answers what comes: for programs that test a hub. */
export interface RawIssuerGatewayClient {
  /** @throws HubUnreachableError when no answer comes in time */
  send(call: RawCall): Promise<HubAnswer>;
  /** Ends connections and whatever is under way at once. */
  close(): Promise<void>;
}

export function rawIssuerGatewayClient(access: IssuerGatewayAccess): RawIssuerGatewayClient {
  const { issuerId, timeLimit: usualTimeLimit } = access;
  const agent = connectionsOf(access);
  return {
    send: ({ operation, correlationId, body, timeLimit = usualTimeLimit, signal }) =>
      askHub({
        ...{ agent, operation, timeLimit, signal },
        url: urlOf(operation, access),
        method: 'POST',
        headers: { 'content-type': 'application/json', ...writeHeaders({ issuerId, correlationId }) },
        body: JSON.stringify(body),
      }),
    close: () => agent.destroy(),
  };
}

function urlOf(operation: string, { url, auxiliaryUrl = url }: IssuerGatewayAccess): string {
  const auxiliaryName = /^auxiliary\/(.+)$/.exec(operation)?.[1];
  return auxiliaryName === undefined
    ? `${url}${singleBadge.inboundBasePath}/${encodeURIComponent(operation)}`
    : `${auxiliaryUrl}${auxiliary.inboundBasePath}/${encodeURIComponent(auxiliaryName)}`;
}
