import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
import {
  type IssuerGatewayClient,
  issuerGatewayClient,
} from '@countermark/issuer-kit/client/issuer-gateway/issuer-gateway-client';
import type { HubEnvelopeKeyPem, SealedForHub } from '@countermark/issuer-kit/keys/hub-envelope-keys';
import type { IssuerProfile } from './issuer-profile.ts';

export interface HubClientOptions {
  /** Where the hub faces its peers, without path: `https://localhost:8443`. */
  hubUrl: string;
  /** The authority behind the hub's server certificate. */
  hubCaPem: string;
  /** The hub's PKCS#7 certificate. */
  hubEnvelope: HubEnvelopeKeyPem;
  issuers: readonly IssuerProfile[];
  /** Milliseconds a call may take; 10,000 unless given. */
  timeLimit?: number;
}

/** The issuers' side of the Issuer Gateway API's inbound methods, each issuer with its own client certificate. */
export interface HubClient {
  /** Calls the hub; a refusal is an answer. Throws `HubUnreachableError` when none comes in time. */
  callHub(call: HubCall): Promise<HubAnswer>;
  /** Seals for the hub as was agreed on with this issuer. */
  seal(issuerId: string, plaintext: Uint8Array): Promise<SealedForHub>;
  /** Ends connections and whatever is under way at once. */
  close(): Promise<void>;
}

/** One call of an issuer to the hub. */
export interface HubCall {
  issuerId: string;
  /** Wire name: `updateCardState`; of the auxiliary API as `auxiliary/updateCardState`. */
  operation: string;
  correlationId: string;
  body: unknown;
}

/** Makes a client for all the issuers. It connects with the first call and keeps its connections. */
export function createHubClient(options: HubClientOptions): HubClient {
  const clients = new Map(options.issuers.map(issuer => [issuer.issuerId, clientOf(issuer, options)]));
  return {
    callHub: ({ issuerId, ...call }) => known(clients, issuerId).send(call),
    seal: (issuerId, plaintext) => known(clients, issuerId).seal(plaintext),
    async close() {
      await Promise.all([...clients.values()].map(client => client.close()));
    },
  };
}

function clientOf(
  { issuerId, client, sealing }: IssuerProfile,
  { hubUrl, hubCaPem, hubEnvelope, timeLimit }: HubClientOptions,
): IssuerGatewayClient {
  return issuerGatewayClient({
    url: hubUrl,
    issuerId,
    identity: client,
    trust: hubCaPem,
    hubKeys: [hubEnvelope],
    sealing,
    ...(timeLimit !== undefined && { timeLimit }),
  });
}

function known(clients: ReadonlyMap<string, IssuerGatewayClient>, issuerId: string): IssuerGatewayClient {
  const client = clients.get(issuerId);
  if (client === undefined) throw new Error(`${issuerId} is no issuer of the reference issuer`);
  return client;
}
