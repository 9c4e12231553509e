import { correlationIdHeader, userIdHeader } from '@countermark/wire/d1/headers';
import { getToken, jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, pathOf, readResponse } from '@countermark/wire/d1/operation';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey, readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { SignJWT } from 'jose';
import type { Agent } from 'undici';
import { askHub, type HubAnswer, type HubRequest } from '../ask-hub.ts';
import { agentOf } from '../hub-client.ts';
import type { D1IssuerProfile, PublicKey } from './d1-profile.ts';

export interface D1ClientOptions {
  /** Where the hub faces its peers, without path. */
  hubUrl: string;
  /** The authority behind the hub's server certificate. */
  hubCaPem: string;
  /** What card data is sealed for. */
  hubEncryption: PublicKey;
  issuers: readonly D1IssuerProfile[];
  /** The hub's time: by it assertions and tokens expire. */
  now: () => Promise<Date>;
  /** Milliseconds a call may take; 10,000 unless given. */
  timeLimit?: number;
}

/** One call of an issuer to the hub. */
export interface D1OutgoingCall {
  issuerId: string;
  operation: D1Operation;
  /** Those of the path, but the issuer's own id. */
  parameters: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** Absent: none is sent. */
  body?: unknown;
  correlationId?: string;
  userId?: string;
}

interface HeldToken {
  value: string;
  /** Epoch milliseconds. */
  expires: number;
}

/** Seconds an assertion is good; the hub takes none that is good for more than 15 minutes. */
const assertionLifetime = 5 * 60;

/** A token is not used in its last minute: the call might come too late. */
const tokenMargin = 60_000;

/** The issuers' side of the inbound D1 APIs, each issuer with its own client certificate and access token. */
export class D1Client {
  readonly #options: D1ClientOptions;
  readonly #agents: ReadonlyMap<string, Agent>;
  readonly #tokens = new Map<string, HeldToken>();

  constructor(options: D1ClientOptions) {
    this.#options = options;
    this.#agents = new Map(options.issuers.map(issuer => [issuer.issuerId, agentOf(issuer, options)]));
  }

  /** Asks for an access token, whether there is one or not; a refusal is an answer. */
  async askToken(issuerId: string): Promise<HubAnswer> {
    const form = { grant_type: jwtBearerGrant, assertion: await this.#assertion(this.#issuer(issuerId)) };
    const answer = await this.#send(issuerId, {
      operation: getToken.name,
      method: getToken.method,
      path: getToken.path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const granted = answer.status === 200 ? readResponse(getToken, answer.body) : null;
    if (granted?.ok) {
      const { access_token: value, expires_in: seconds } = granted.message;
      const now = await this.#options.now();
      this.#tokens.set(issuerId, { value, expires: now.getTime() + seconds * 1000 });
    }
    return answer;
  }

  /**
   * Calls the hub with an access token, which is asked for where there is none that is good. A refusal is an answer.
   *
   * @throws HubUnreachableError when no answer comes in time
   */
  async call({ issuerId, operation, parameters, query, ...call }: D1OutgoingCall): Promise<HubAnswer> {
    const token = (await this.#heldToken(issuerId)) ?? (await this.#newToken(issuerId));
    if (typeof token !== 'string') return token;
    const { body, correlationId, userId } = call;
    return this.#send(issuerId, {
      operation: operation.name,
      method: operation.method,
      path: pathOf(operation, { ...parameters, issuerId }, query),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(correlationId !== undefined && { [correlationIdHeader]: correlationId }),
        ...(userId !== undefined && { [userIdHeader]: userId }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Card data as JWE that the hub opens. */
  async seal(plaintext: object): Promise<string> {
    const { keyIdentifier, publicKeyPem } = this.#options.hubEncryption;
    return sealJwe(plaintext, { keyIdentifier, publicKey: readP256PublicKey(publicKeyPem) });
  }

  /** Ends connections and whatever is under way at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map(agent => agent.destroy()));
  }

  async #heldToken(issuerId: string): Promise<string | undefined> {
    const held = this.#tokens.get(issuerId);
    const now = await this.#options.now();
    return held && held.expires - tokenMargin > now.getTime() ? held.value : undefined;
  }

  async #newToken(issuerId: string): Promise<string | HubAnswer> {
    const answer = await this.askToken(issuerId);
    return answer.status === 200 ? (this.#tokens.get(issuerId)?.value ?? answer) : answer;
  }

  async #assertion({ issuerId, signing }: D1IssuerProfile): Promise<string> {
    const exp = Math.floor((await this.#options.now()).getTime() / 1000) + assertionLifetime;
    return new SignJWT({ iss: issuerId, sub: issuerId, exp })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: signing.keyIdentifier })
      .sign(readP256PrivateKey(signing.privateKeyPem));
  }

  #issuer(issuerId: string): D1IssuerProfile {
    const issuer = this.#options.issuers.find(profile => profile.issuerId === issuerId);
    if (!issuer) throw new Error(`${issuerId} is no issuer of the reference issuer that speaks D1`);
    return issuer;
  }

  #send(issuerId: string, { path, ...sent }: Omit<HubRequest, 'agent' | 'url'> & { path: string }) {
    const { hubUrl, timeLimit } = this.#options;
    const agent = this.#agents.get(issuerId);
    if (!agent) throw new Error(`${issuerId} is no issuer of the reference issuer that speaks D1`);
    return askHub({ agent, url: hubUrl + path, timeLimit, ...sent });
  }
}
