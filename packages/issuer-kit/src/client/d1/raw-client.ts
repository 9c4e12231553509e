import { correlationIdHeader, userIdHeader } from '@countermark/wire/d1/headers';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, pathOf } from '@countermark/wire/d1/operation';
import { type HubJweKey, HubJweKeys } from '../../keys/hub-jwe-keys.ts';
import { askHub, type HubRequest } from '../ask-hub.ts';
import { connectionsOf, type HubAccess } from '../connection.ts';
import type { HubAnswer } from '../hub-answer.ts';
import { AccessTokens, type SigningKey } from './access-tokens.ts';

/** An issuer as D1 has it set up. */
export interface D1Access extends HubAccess {
  /** Signs what access tokens are asked for with. */
  signing: SigningKey;
  /** What card data is sealed for: the newest that is active. */
  hubKeys: readonly HubJweKey[];
  /** The time, by which assertions, tokens and keys are judged; the machine's unless given. */
  now?: () => Date | Promise<Date>;
}

/** One call as it is sent, right or wrong. */
export interface RawD1Call {
  operation: D1Operation;
  /** Those of the path, but the issuer's own id. */
  parameters: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON, whatever it is. Absent: none is sent. */
  body?: unknown;
  correlationId?: string | undefined;
  /** Who asked for it; of the v2 APIs only. */
  userId?: string | undefined;
  timeLimit?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Sends what it is given, once, and answers what comes: for programs that test a hub. */
export class RawD1Client {
  readonly #access: D1Access;
  readonly #agent: ReturnType<typeof connectionsOf>;
  readonly #keys: HubJweKeys;
  readonly issuerId: string;
  readonly tokens: AccessTokens;

  constructor(access: D1Access) {
    this.#access = access;
    this.issuerId = access.issuerId;
    this.#agent = connectionsOf(access);
    this.#keys = new HubJweKeys(access.hubKeys);
    this.tokens = new AccessTokens({ now: () => new Date(), ...access }, form =>
      this.#ask({
        operation: getToken.name,
        method: getToken.method,
        path: getToken.path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      }),
    );
  }

  /** Asks for an access token, whether there is one or not; a refusal is an answer. */
  async askToken(): Promise<HubAnswer> {
    return (await this.tokens.ask()).answer;
  }

  /**
   * Sends a call with the access token, which is asked for where there is none that is good. A refusal is an answer, that
   * of the token too.
   *
   * @throws HubUnreachableError when no answer comes in time
   */
  async send(call: RawD1Call): Promise<HubAnswer> {
    const held = await this.tokens.held();
    if (held !== undefined) return this.sendWith(held, call);
    const { answer, token } = await this.tokens.ask();
    return token === undefined ? answer : this.sendWith(token, call);
  }

  /** The same with this token. */
  sendWith(token: string, { operation, parameters, query, body, ...call }: RawD1Call): Promise<HubAnswer> {
    const { correlationId, userId, timeLimit, signal } = call;
    return this.#ask({
      ...{ operation: operation.name, method: operation.method, timeLimit, signal },
      path: pathOf(operation, { ...parameters, issuerId: this.issuerId }, query),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(correlationId !== undefined && { [correlationIdHeader]: correlationId }),
        ...(userId !== undefined && { [userIdHeader]: userId }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Card data as JWE that the hub opens. @throws NoActiveKeyError */
  async seal(cardData: object): Promise<string> {
    const { now = () => new Date() } = this.#access;
    return this.#keys.seal(cardData, await now());
  }

  /** Ends connections and whatever is under way at once. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #ask({
    path,
    timeLimit = this.#access.timeLimit,
    ...sent
  }: Omit<HubRequest, 'agent' | 'url'> & { path: string }) {
    return askHub({ agent: this.#agent, url: this.#access.url + path, timeLimit, ...sent });
  }
}
