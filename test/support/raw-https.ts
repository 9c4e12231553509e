import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** A certificate and its private key, PEM. */
export interface TlsIdentity {
  certificatePem: string;
  privateKeyPem: string;
}

/** One call exactly as it goes over the wire, right or wrong: nothing is added but `host` and the framing. */
export interface RawCall {
  /** `POST` unless given. */
  method?: string;
  /** A list is sent as so many header lines. */
  headers?: Readonly<Record<string, string | readonly string[]>>;
  /** None unless given. */
  body?: string | Uint8Array;
  /** Without a length ahead unless `content-length`, the usual one. */
  framing?: 'content-length' | 'chunked';
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The text parsed; null when it is no JSON. */
  json: unknown;
}

/** Connections to one server under one client certificate. */
export interface RawLine {
  /** @param path appended to the base URL; begins with `/` */
  call(path: string, call: RawCall): Promise<RawAnswer>;
  close(): void;
}

/** Opens a line that can say what no proper client would. */
export function openRawLine(to: {
  baseUrl: string;
  /** PEM of the authority behind the server's certificate. */
  authority: string;
  /** Null: no client certificate is shown. */
  identity: TlsIdentity | null;
}): RawLine {
  const { baseUrl, authority, identity } = to;
  const agent = new Agent({
    keepAlive: true,
    ca: authority,
    ...(identity && { cert: identity.certificatePem, key: identity.privateKeyPem }),
  });
  return {
    async call(path, { method = 'POST', headers = {}, body = '', framing = 'content-length' }) {
      const outgoing = request(baseUrl + path, { method, agent });
      for (const [name, value] of Object.entries(headers)) {
        outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
      }
      if (framing === 'chunked') outgoing.setHeader('transfer-encoding', 'chunked');
      else if (body.length > 0) outgoing.setHeader('content-length', Buffer.byteLength(body));
      outgoing.end(body);
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
      // A server that has answered early may stop reading: what was still to be written is lost, and may be.
      outgoing.on('error', () => undefined);
      const answer = await text(incoming);
      return {
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        text: answer,
        json: parsed(answer),
      };
    },
    close: () => agent.destroy(),
  };
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}
