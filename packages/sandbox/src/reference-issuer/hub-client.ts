import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { Agent } from 'undici';
import { askHub, type HubAnswer } from './ask-hub.ts';
import type { IssuerProfile } from './issuer-profile.ts';

export interface HubClientOptions {
  /** Where the hub faces its peers, without path: `https://localhost:8443`. */
  hubUrl: string;
  /** The authority behind the hub's server certificate. */
  hubCaPem: string;
  /** The hub's PKCS#7 certificate. */
  hubEnvelope: { keyIdentifier: string; certificatePem: string };
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

/** Text sealed for the hub, and the name of the key it was sealed for. */
export interface SealedForHub {
  text: string;
  publicKeyIdentifier: string;
}

const longestAnswer = 1024 * 1024;

/** Makes a client for all the issuers. It connects with the first call and keeps its connections. */
export function createHubClient(options: HubClientOptions): HubClient {
  const key = importSealingKey(options.hubEnvelope);
  const issuers = new Map(options.issuers.map(issuer => [issuer.issuerId, issuer]));
  const agents = new Map(options.issuers.map(issuer => [issuer.issuerId, agentOf(issuer, options)]));
  return {
    callHub: call => send(call, { ...options, agent: known(agents, call.issuerId) }),
    async seal(issuerId, plaintext) {
      const text = await sealEnvelope(plaintext, { ...known(issuers, issuerId).sealing, key });
      return { text, publicKeyIdentifier: key.keyIdentifier };
    },
    async close() {
      await Promise.all([...agents.values()].map(agent => agent.destroy()));
    },
  };
}

/** The connections of one issuer, which its client certificate opens. */
export function agentOf(
  { client }: Pick<IssuerProfile, 'client'>,
  { hubCaPem }: Pick<HubClientOptions, 'hubCaPem'>,
): Agent {
  return new Agent({
    connect: { ca: hubCaPem, cert: client.certificatePem, key: client.privateKeyPem },
    maxResponseSize: longestAnswer,
  });
}

function send(
  { issuerId, operation, correlationId, body }: HubCall,
  { hubUrl, agent, timeLimit }: HubClientOptions & { agent: Agent },
): Promise<HubAnswer> {
  return askHub({
    agent,
    operation,
    url: hubUrl + pathOf(operation),
    method: 'POST',
    headers: { 'content-type': 'application/json', ...writeHeaders({ issuerId, correlationId }) },
    body: JSON.stringify(body),
    timeLimit,
  });
}

function pathOf(operation: string): string {
  const auxiliaryName = /^auxiliary\/(.+)$/.exec(operation)?.[1];
  return auxiliaryName === undefined
    ? `${singleBadge.inboundBasePath}/${encodeURIComponent(operation)}`
    : `${auxiliary.inboundBasePath}/${encodeURIComponent(auxiliaryName)}`;
}

function known<Value>(ofIssuers: ReadonlyMap<string, Value>, issuerId: string): Value {
  const value = ofIssuers.get(issuerId);
  if (value === undefined) throw new Error(`${issuerId} is no issuer of the reference issuer`);
  return value;
}
