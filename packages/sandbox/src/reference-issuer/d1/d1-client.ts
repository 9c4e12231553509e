import { type D1Client as ClientOfIssuer, d1Client } from '@countermark/issuer-kit/client/d1/d1-client';
import type { RawD1Call } from '@countermark/issuer-kit/client/d1/raw-client';
import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
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
export interface D1OutgoingCall extends RawD1Call {
  issuerId: string;
}

/** The issuers' side of the inbound D1 APIs, each issuer with its own client certificate and access token. */
export class D1Client {
  readonly #clients: ReadonlyMap<string, ClientOfIssuer>;

  constructor({ hubUrl, hubCaPem, hubEncryption, issuers, now, timeLimit }: D1ClientOptions) {
    const { keyIdentifier, publicKeyPem: publicKey } = hubEncryption;
    const clientOf = ({ issuerId, client, signing }: D1IssuerProfile) =>
      d1Client({
        url: hubUrl,
        issuerId,
        identity: client,
        trust: hubCaPem,
        signing,
        hubKeys: [{ keyIdentifier, publicKey }],
        now,
        ...(timeLimit !== undefined && { timeLimit }),
      });
    this.#clients = new Map(issuers.map(issuer => [issuer.issuerId, clientOf(issuer)]));
  }

  /** Asks for an access token, whether there is one or not; a refusal is an answer. */
  async askToken(issuerId: string): Promise<HubAnswer> {
    return this.#of(issuerId).askToken();
  }

  /**
   * Calls the hub with an access token, which is asked for where there is none that is good. A refusal is an answer.
   *
   * @throws HubUnreachableError when no answer comes in time
   */
  async call({ issuerId, ...call }: D1OutgoingCall): Promise<HubAnswer> {
    return this.#of(issuerId).send(call);
  }

  /** Card data as JWE that the hub opens. */
  async seal(issuerId: string, cardData: object): Promise<string> {
    return this.#of(issuerId).seal(cardData);
  }

  /** Ends connections and whatever is under way at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map(client => client.close()));
  }

  #of(issuerId: string): ClientOfIssuer {
    const client = this.#clients.get(issuerId);
    if (!client) throw new Error(`${issuerId} is no issuer of the reference issuer that speaks D1`);
    return client;
  }
}
