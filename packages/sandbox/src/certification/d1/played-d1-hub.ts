import { randomUUID } from 'node:crypto';
import { correlationIdHeader } from '@countermark/wire/d1/headers';
import { maskMessage } from '@countermark/wire/d1/masking';
import { type D1Operation, type ParametersOf, pathOf, qualifiedName } from '@countermark/wire/d1/operation';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import type { CertificationMeans } from '../certification-case.ts';
import { jsonIn, type PeerAnswer, PeerLine, type PeerRequest, type TlsSettings } from '../peer-line.ts';
import { type D1OutboundName, d1Operations } from './d1-operations.ts';
import type { D1OAuth2Profile, D1Profile, D1PublicKey, D1TestCard } from './d1-profile.ts';
import { type D1Asked, taken } from './judge-d1-answer.ts';

/** One call; whatever is not given is as the hub sends it. */
export interface D1Call<Name extends D1OutboundName> {
  name: Name;
  /** Those of the path, but the issuer's own id. */
  parameters: Omit<ParametersOf<(typeof d1Operations)[Name]['operation']>, 'issuerId'>;
  query?: Readonly<Record<string, string>>;
  /** Sent as it is when a text, as JSON otherwise; absent: none is sent. */
  body?: unknown;
  /** Null: none is sent. */
  correlationId?: string | null;
  /** In place of the access token that the issuer gave; null: none is sent. */
  token?: string | null;
  headers?: readonly (readonly [name: string, value: string])[];
}

/** The hub as an issuer that speaks D1 sees it. */
export class PlayedD1Hub {
  readonly issuerId: string;
  readonly d1: D1Profile;
  readonly #means: CertificationMeans;
  readonly #lines: PeerLine[] = [];
  readonly #line: PeerLine;
  #token: string | null | undefined;

  constructor(means: CertificationMeans, d1: D1Profile) {
    this.#means = means;
    this.issuerId = means.profile.issuerId;
    this.d1 = d1;
    this.#line = this.#openLine({});
  }

  /** What it shows as its client certificate. */
  get hubClient(): CertificationMeans['profile']['hubClient'] {
    return this.#means.profile.hubClient;
  }

  /** Aborted when the case has had its time. */
  get signal(): AbortSignal {
    return this.#means.signal;
  }

  /** A card that is in use; the first of the profile where none is said to be. */
  get card(): D1TestCard {
    return this.d1.cards.find(({ state }) => state === 'ACTIVE') ?? this.d1.cards[0];
  }

  /** Makes one call, with an access token where the issuer wants one. */
  async ask<Name extends D1OutboundName>(
    call: D1Call<Name>,
    tls?: TlsSettings,
  ): Promise<D1Asked<(typeof d1Operations)[Name]['operation']>> {
    const { operation } = d1Operations[call.name];
    const { correlationId = randomUUID(), token = await this.#ownToken(), body, headers = [] } = call;
    const answer = await this.#send(operation, {
      line: tls === undefined ? this.#line : this.#openLine(tls),
      correlationId,
      message: body,
      request: {
        method: operation.method,
        url: this.#urlOf(call),
        headers: [
          ...(token === null ? [] : [['authorization', `Bearer ${token}`] as const]),
          ...(correlationId === null ? [] : [[correlationIdHeader, correlationId] as const]),
          ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
          ...headers,
        ],
        body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
        timeLimit: this.#timeLimitOf(call.name),
      },
    });
    return { operation, answer } as D1Asked<(typeof d1Operations)[Name]['operation']>;
  }

  /** Asks for an access token, as agreed but for the changes. */
  async askToken(
    oauth2: D1OAuth2Profile,
    changes: Partial<Pick<D1OAuth2Profile, 'clientId' | 'clientSecret' | 'basicAlphabet'>> = {},
  ): Promise<D1Asked<typeof getToken>> {
    const { tokenUrl, scope, clientId, clientSecret, basicAlphabet } = { ...oauth2, ...changes };
    const form = { grant_type: 'client_credentials', ...(scope !== null && { scope }) };
    const correlationId = randomUUID();
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString(basicAlphabet);
    const answer = await this.#send(getToken, {
      line: this.#line,
      correlationId,
      message: form,
      request: {
        method: 'POST',
        url: tokenUrl,
        headers: [
          ['authorization', `Basic ${basic}`],
          ['content-type', 'application/x-www-form-urlencoded'],
          [correlationIdHeader, correlationId],
        ],
        body: new URLSearchParams(form).toString(),
        timeLimit: this.#means.profile.timeLimits.answer,
      },
    });
    return { operation: getToken, answer };
  }

  /** Seals card data for the issuer: for its newest key unless another is given. */
  async seal(
    plaintext: object | string,
    key: D1PublicKey = this.d1.keys.at(-1) ?? this.d1.keys[0],
  ): Promise<string> {
    const { keyIdentifier, publicKeyPem } = key;
    return sealJwe(plaintext, { keyIdentifier, publicKey: readP256PublicKey(publicKeyPem) });
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map(line => line.close()));
  }

  async #ownToken(): Promise<string | null> {
    const { oauth2 } = this.d1;
    if (this.#token === undefined) {
      this.#token = oauth2 === null ? null : taken(await this.askToken(oauth2)).access_token;
    }
    return this.#token;
  }

  #openLine(tls: TlsSettings): PeerLine {
    const line = new PeerLine(this.#means, tls);
    this.#lines.push(line);
    return line;
  }

  async #send(
    operation: D1Operation,
    sent: { line: PeerLine; correlationId: string | null; message: unknown; request: PeerRequest },
  ): Promise<PeerAnswer> {
    const { line, correlationId, message, request } = sent;
    const name = qualifiedName(operation);
    const sentAt = new Date().toISOString();
    const answer = await line.send(request);
    const silent = answer.kind === 'SILENCE';
    this.#means.record({
      operation: name,
      correlationId,
      sentAt,
      durationMs: answer.durationMs,
      request: typeof message === 'string' ? null : maskMessage(name, 'request', message),
      status: silent ? null : answer.status,
      response: silent ? null : maskMessage(name, 'response', jsonIn(answer)),
      failure: silent ? answer.reason : null,
    });
    return answer;
  }

  #urlOf<Name extends D1OutboundName>({ name, parameters, query }: D1Call<Name>): string {
    const { operation, part } = d1Operations[name];
    const path = pathOf(operation as D1Operation, { ...parameters, issuerId: this.issuerId }, query);
    const ofIssuer = path.indexOf('/issuers/');
    return this.d1.url + (this.d1.paths[part] ?? path.slice(0, ofIssuer)) + path.slice(ofIssuer);
  }

  /** Milliseconds that the hub waits for an answer. */
  #timeLimitOf(name: D1OutboundName): number {
    const { answer, notification } = this.#means.profile.timeLimits;
    return name.startsWith('notify') ? notification : answer;
  }
}
