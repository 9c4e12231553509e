import { Agent, request } from 'undici';
import type { CertificationMeans } from './certification-case.ts';

/** One HTTP request to the issuer. */
export interface PeerRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  /** Names go out in the case given. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Null: none. */
  body: string | null;
  /** Milliseconds until the last byte is in. */
  timeLimit: number;
}

/** What came of a request. Times are in milliseconds, from the first byte out to the last byte in. */
export type PeerAnswer = { readonly durationMs: number } & (
  | {
      readonly kind: 'ANSWER';
      readonly status: number;
      readonly contentType: string | null;
      readonly text: string;
    }
  | { readonly kind: 'SILENCE'; readonly reason: string }
);

/** TLS settings of one line, in place of the usual ones. */
export interface TlsSettings {
  cert?: string;
  key?: string;
  minVersion?: 'TLSv1' | 'TLSv1.2' | 'TLSv1.3';
  maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  ciphers?: string;
}

/** Largest answer read, in bytes: what the hub reads. */
const largestAnswer = 64 * 1024;

/** A line from the hub to the issuer: mutual TLS, connections kept. */
export class PeerLine {
  readonly #signal: AbortSignal;
  readonly #agent: Agent;

  constructor({ profile, signal }: Pick<CertificationMeans, 'profile' | 'signal'>, tls: TlsSettings = {}) {
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
      headersTimeout: 0, // the time limit of each request goes for all of its answer
      bodyTimeout: 0,
    });
  }

  /** Sends one request. What the network does to it is a result. */
  async send({ method, url, headers, body, timeLimit }: PeerRequest): Promise<PeerAnswer> {
    const begun = performance.now();
    const spent = () => Math.round(performance.now() - begun);
    const end = AbortSignal.any([this.#signal, AbortSignal.timeout(timeLimit)]);
    try {
      const received = await request(url, {
        dispatcher: this.#agent,
        method,
        headers: headers.flat(),
        body,
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
      const reason = end.aborted ? `no answer within ${timeLimit / 1_000} s` : reasonOf(error);
      return { kind: 'SILENCE', reason, durationMs: spent() };
    }
  }

  /** Breaks off whatever is under way. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** The JSON in an answer; undefined when it is none. */
export function jsonIn(answer: PeerAnswer): unknown {
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
