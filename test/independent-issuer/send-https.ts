import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import type { CertifiedKeyFiles } from './make-certificates.ts';

export interface HttpsCall {
  url: string;
  /** POST unless given. */
  method?: string;
  headers: Readonly<Record<string, string>>;
  content: string;
  /** PEM file: the server's own certificate or its authority. */
  serverTrust: string;
  /** Null: no client certificate is shown. */
  identity: CertifiedKeyFiles | null;
}

export interface HttpsAnswer {
  status: number | undefined;
  /** Parsed; null when it is no JSON. */
  body: unknown;
}

/** One call over mutual TLS, on a connection of its own. */
export async function sendHttps(call: HttpsCall): Promise<HttpsAnswer> {
  const { url, method = 'POST', headers, content, serverTrust, identity } = call;
  const outgoing = request(url, {
    method,
    headers,
    agent: false,
    ca: await readFile(serverTrust),
    ...(identity && { cert: await readFile(identity.certificate), key: await readFile(identity.key) }),
  });
  outgoing.end(content);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const isJson = response.headers['content-type']?.startsWith('application/json') === true;
  if (!isJson) response.resume();
  return { status: response.statusCode, body: isJson ? await json(response) : null };
}
