import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { scrubPans } from '@countermark/wire/card/scrub';
import { type HttpAnswer, type HttpCall, longestBody } from '../backend/http-call.ts';
import type { Backend } from '../backend/issuer-backend.ts';

/**
 * Serves a backend with Node's own servers, at the published paths.
 *
 * @example
 * https.createServer(mutualTls({ certificatePem, privateKeyPem, hubCertificatePems }), nodeListener(backend)).listen(443);
 */
export function nodeListener(backend: Backend): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serveHttp(backend, request, response).catch((error: unknown) => {
      response.destroy();
      console.error(scrubPans(String(error)));
    });
  };
}

/** Reads a call, has it answered, and writes the answer. */
export async function serveHttp(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readHttpCall(request);
  if (call !== undefined) writeHttpAnswer(response, await backend.answer(call));
}

/**
 * Reads a call to its end; `undefined`: its caller broke it off.
 *
 * @throws Error when something else has read the body already
 */
export async function readHttpCall(request: IncomingMessage): Promise<HttpCall | undefined> {
  if (request.readableDidRead)
    throw new Error(
      `The body of ${request.method} ${request.url} was read by something else: mount the backend before body parsers such as express.json().`,
    );
  const { method = '', url = '', headers } = request;
  try {
    const body = await readBody(request);
    return { method, url, headers, body, clientCertificate: () => clientCertificateOf(request) };
  } catch {
    return undefined; // nobody is left to be answered
  }
}

/** Writes an answer as JSON, or without a body. */
export function writeHttpAnswer(response: ServerResponse, { status, body }: HttpAnswer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    ...(status !== 204 && { 'content-length': Buffer.byteLength(text) }),
  });
  response.end(text);
}

/** Too long a body is read to its end all the same, so that the caller reads the answer; none of it is kept. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length > longestBody ? null : Buffer.concat(chunks).toString('utf8');
}

function clientCertificateOf({ socket }: IncomingMessage): X509Certificate | undefined {
  return 'getPeerX509Certificate' in socket ? (socket as TLSSocket).getPeerX509Certificate() : undefined;
}
