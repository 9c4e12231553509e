import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import { type IssuerGatewayOperation, qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { Agent, request } from 'undici';
import type { CertificationMeans } from '../certification-case.ts';
import type { CertificationProfile, IssuerGatewayProfile } from '../certification-profile.ts';
import type { RecordedExchange } from '../certification-result.ts';

/** One call to the issuer; whatever is not given is as the hub sends it. */
export interface IssuerCall<Operation extends IssuerGatewayOperation = IssuerGatewayOperation> {
  operation: Operation;
  correlationId: string;
  /** Sent as it is when a text, as JSON otherwise. */
  body: unknown;
  /** In place of all header fields; names go out in the case given. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** After the name of the method. */
  query?: string;
}

/** What came of a call. Times are in milliseconds, from the first byte out to the last byte in. */
export type IssuerAnswer = { readonly durationMs: number } & (
  | {
      readonly kind: 'ANSWER';
      readonly status: number;
      readonly contentType: string | null;
      readonly text: string;
    }
  | { readonly kind: 'SILENCE'; readonly reason: string }
);

/** Largest answer read, in bytes: what the hub reads. */
const largestAnswer = 64 * 1024;

/** How many times the time limit an answer is listened for, so that it can be told how late it comes. */
const patience = 2;

/** TLS settings of one line, in place of the usual ones. */
export interface TlsSettings {
  cert?: string;
  key?: string;
  minVersion?: 'TLSv1' | 'TLSv1.2' | 'TLSv1.3';
  maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  ciphers?: string;
}

/** The hub's line to the issuer: mutual TLS, connections kept. */
export class IssuerLine {
  readonly #profile: CertificationProfile;
  readonly #gateway: IssuerGatewayProfile;
  readonly #record: (exchange: RecordedExchange) => void;
  readonly #signal: AbortSignal;
  readonly #agent: Agent;

  constructor(
    { profile, record, signal }: Pick<CertificationMeans, 'profile' | 'record' | 'signal'>,
    { gateway, tls }: { gateway: IssuerGatewayProfile; tls?: TlsSettings },
  ) {
    this.#profile = profile;
    this.#gateway = gateway;
    this.#record = record;
    this.#signal = signal;
    const { hubClient, serverTrust, timeLimits } = profile;
    this.#agent = new Agent({
      connect: {
        cert: hubClient.certificatePem,
        key: hubClient.privateKeyPem,
        ...(serverTrust !== null && { ca: serverTrust, allowPartialTrustChain: true }), // a pinned certificate will do
        minVersion: 'TLSv1.2',
        timeout: timeLimits.connect,
        ...tls,
      },
      maxResponseSize: largestAnswer,
      allowH2: false,
      headersTimeout: 0, // the time limit of each call goes for all of its answer
      bodyTimeout: 0,
    });
  }

  /** Sends one call, and puts it on record. What the network does to it is a result. */
  async send(call: IssuerCall): Promise<IssuerAnswer> {
    const { operation, correlationId, body } = call;
    const name = qualifiedName(operation);
    const sentAt = new Date().toISOString();
    const answer = await this.#exchange(call);
    this.#record({
      operation: name,
      correlationId,
      sentAt,
      durationMs: answer.durationMs,
      request: typeof body === 'string' ? null : maskMessage(name, 'request', body),
      ...(answer.kind === 'ANSWER'
        ? { status: answer.status, response: maskMessage(name, 'response', jsonIn(answer)), failure: null }
        : { status: null, response: null, failure: answer.reason }),
    });
    return answer;
  }

  async #exchange(call: IssuerCall): Promise<IssuerAnswer> {
    const begun = performance.now();
    const spent = () => Math.round(performance.now() - begun);
    const limit = timeLimitOf(call.operation, this.#profile) * patience;
    const end = AbortSignal.any([this.#signal, AbortSignal.timeout(limit)]);
    try {
      const received = await request(this.#urlOf(call), {
        dispatcher: this.#agent,
        method: 'POST',
        headers: (call.headers ?? this.usualHeaders(call.correlationId)).flat(),
        body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body),
        signal: end,
      });
      const text = await received.body.text();
      const contentType = received.headers['content-type'];
      return {
        kind: 'ANSWER',
        status: received.statusCode,
        contentType: typeof contentType === 'string' ? contentType : null,
        text,
        durationMs: spent(),
      };
    } catch (error) {
      this.#signal.throwIfAborted();
      const reason = end.aborted ? `no answer within ${limit / 1_000} s` : reasonOf(error);
      return { kind: 'SILENCE', reason, durationMs: spent() };
    }
  }

  /** The fields that the hub sends, as pairs. */
  usualHeaders(correlationId: string): (readonly [string, string])[] {
    const own = writeHeaders({ correlationId, issuerId: this.#profile.issuerId });
    return [['content-type', 'application/json'], ['accept', 'application/json'], ...Object.entries(own)];
  }

  /** Breaks off whatever is under way. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #urlOf({ operation, query = '' }: IssuerCall): string {
    const { url, auxiliaryUrl } = this.#gateway;
    const base = operation.api === 'auxiliary' ? (auxiliaryUrl ?? url) : url;
    return `${base}/${operation.name}${query}`;
  }
}

/** Milliseconds that the hub waits for an answer (Issuer Gateway API, response codes and retry policy). */
export function timeLimitOf(
  { name }: Pick<IssuerGatewayOperation, 'name'>,
  { timeLimits }: CertificationProfile,
): number {
  return name === 'notifyVirtualCardChange' ? timeLimits.notification : timeLimits.answer;
}

/** The JSON in an answer; undefined when it is none. */
export function jsonIn(answer: IssuerAnswer): unknown {
  if (answer.kind === 'SILENCE') return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** Why there is no answer: the code of Node.js, OpenSSL or undici, which people look up. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') throw error;
  return `the connection failed (${code})`;
}
