import { X509Certificate } from 'node:crypto';
import { Agent } from 'undici';
import type { HttpCall } from '../backend/http-call.ts';
import type { Backend } from '../backend/issuer-backend.ts';

/** A call as the stand-in sends it. */
export interface SentCall {
  method: string;
  /** Path and query. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** `undefined`: there is none. */
  body: string | undefined;
}

/** An answer as it came. */
export interface ReceivedAnswer {
  status: number;
  /** Parsed JSON, the text when it is none; null when there was no body. */
  body: unknown;
}

/** How the stand-in reaches a backend. */
export interface Transport {
  send(call: SentCall): Promise<ReceivedAnswer>;
  close(): Promise<void>;
}

/**
 * Calls a backend in its own process, without HTTP: for fast tests of handlers.
 *
 * @param clientCertificatePem what the hub shows; nothing unless given
 */
export function inProcess(backend: Backend, clientCertificatePem?: string): Transport {
  const certificate =
    clientCertificatePem === undefined ? undefined : new X509Certificate(clientCertificatePem);
  return {
    async send({ body = '', ...call }) {
      const sent: HttpCall = { ...call, body, clientCertificate: () => certificate };
      const answer = await backend.answer(sent);
      return { status: answer.status, body: answer.body === undefined ? null : asSent(answer.body) };
    },
    close: async () => undefined,
  };
}

/** Where a backend is served, and who calls. */
export interface TlsAddress {
  /** `https://localhost:8443`; what a backend is mounted under belongs to it. */
  baseUrl: string;
  /** The authority of the server's certificate, or that certificate itself. */
  serverCertificatePem: string;
  /** What the hub shows; nothing unless given. */
  client?: { certificatePem: string; privateKeyPem: string };
}

/** Calls a server over TLS, as the hub does. */
export function overTls({ baseUrl, serverCertificatePem, client }: TlsAddress): Transport {
  const identity = client && { cert: client.certificatePem, key: client.privateKeyPem };
  const agent = new Agent({ connect: { ca: serverCertificatePem, ...identity } });
  const base = new URL(baseUrl);
  return {
    async send({ method, url, headers, body }) {
      const path = base.pathname.replace(/\/$/, '') + url;
      const { statusCode, body: answer } = await agent.request({
        origin: base.origin,
        path,
        method: method as 'GET' | 'POST',
        headers,
        ...(body !== undefined && { body }),
      });
      const text = await answer.text();
      return { status: statusCode, body: text === '' ? null : parsed(text) };
    },
    close: () => agent.destroy(),
  };
}

/** What JSON makes of a value. */
function asSent(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
