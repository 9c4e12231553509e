import { once } from 'node:events';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import type { CertifiedKey } from '../identity/certificates.ts';
import { reasonOf } from './network-fault.ts';
import { retryAfterOf } from './retry-after.ts';

/** Largest answer read, in bytes; the API's own limit for a body. */
const largestAnswer = 64 * 1024;

/** Calls to one peer at once; further ones wait for a connection, within their time limit. */
const mostConnections = 32;

/** Most servers close an idle connection after 5 s or more: the hub does so first, lest a call meet the closing. */
const idleConnectionLife = 4_000;

/** How the hub connects to one peer. */
export interface PeerConnection {
  /** PEM of the authority or the certificate to trust as the peer's server; `null`: the system's trust store. */
  serverTrust: string | null;
  /** Milliseconds until a connection must stand, TLS included. */
  connectTimeout: number;
}

/** One JSON message to a peer. */
export interface JsonPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds for everything, from the connection to the last byte of the answer. */
  timeLimit: number;
}

/** What came of a message. */
export type PostResult = HttpAnswer | NetworkFault;

/** A whole answer, whatever its status; redirects are not followed. */
export interface HttpAnswer {
  kind: 'ANSWER';
  status: number;
  contentType: string | null;
  /** Milliseconds the peer asks to wait. */
  retryAfter: number | null;
  /** `null` when it is larger than 64 KiB. */
  body: string | null;
}

/** No answer, or not all of it. */
export interface NetworkFault {
  kind: 'FAULT';
  /** Of an answer that broke off. */
  status: number | null;
  /** A few plain words. */
  reason: string;
  /** Where NOTHING of the message left, sending it again cannot do it twice. */
  sent: 'NOTHING' | 'PERHAPS_ALL';
}

/** Whether a status says that the peer took the message. */
export function is2xx(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What is wrong with an answer whose status is none of those expected, in plain words. */
export function unexpectedStatus(status: number): string {
  return `answered with HTTP ${status}`;
}

/** Speaks to one peer. */
export interface HttpsClient {
  /** Sends a message and waits for the whole answer; what the network does to it is a result, not an error. */
  post(message: JsonPost): Promise<PostResult>;
  /** Waits for the calls under way, then closes every connection. */
  close(): Promise<void>;
}

/**
 * A client for one peer: mutual TLS 1.2 or later with the hub's client certificate, host name checked, connections kept
 * for further messages (Issuer Gateway API, connectivity).
 */
export function httpsClient(identity: CertifiedKey, connection: PeerConnection): HttpsClient {
  const agent = new Agent({
    connect: tlsConnector(identity, connection),
    connections: mostConnections,
    keepAliveTimeout: idleConnectionLife,
    maxResponseSize: largestAnswer,
    allowH2: false,
    headersTimeout: 0, // the time limit of each message goes for all of its answer
    bodyTimeout: 0,
  });
  return { post: message => post(agent, message), close: () => agent.close() };
}

async function post(agent: Agent, message: JsonPost): Promise<PostResult> {
  const limit = AbortSignal.timeout(message.timeLimit);
  let status: number | null = null;
  try {
    const answer = await Promise.race([send(agent, message, limit), expiryOf(limit)]);
    status = answer.statusCode;
    return {
      kind: 'ANSWER',
      status,
      contentType: contentTypeOf(answer),
      retryAfter: retryAfterOf(answer.headers),
      body: await readBody(answer),
    };
  } catch (error) {
    if (error instanceof ConnectionFault) {
      return { kind: 'FAULT', status, reason: error.message, sent: 'NOTHING' };
    }
    const reason = limit.aborted ? `no answer within ${inSeconds(message.timeLimit)}` : reasonOf(error);
    return { kind: 'FAULT', status, reason, sent: 'PERHAPS_ALL' };
  }
}

function send(
  agent: Agent,
  { url, headers, body }: JsonPost,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body,
    signal,
  });
}

/** While a message waits for a connection, undici only takes note of the signal: it will not send, nor say so. */
function expiryOf(limit: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason), { once: true });
  });
}

function contentTypeOf({ headers }: Dispatcher.ResponseData): string | null {
  const contentType = headers['content-type'];
  return typeof contentType === 'string' ? contentType : null;
}

async function readBody({ body }: Dispatcher.ResponseData): Promise<string | null> {
  try {
    return await body.text();
  } catch (error) {
    if (isTooLarge(error)) return null;
    throw error;
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
}

/** The connection did not come about, so nothing of any message has left. The message is the reason, in plain words. */
class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}

/** Opens connections with an exact time limit, where undici's own is good to a second only. */
function tlsConnector(
  identity: CertifiedKey,
  { serverTrust, connectTimeout }: PeerConnection,
): buildConnector.connector {
  const secureContext = createSecureContext({
    cert: identity.certificatePem,
    key: identity.privateKeyPem,
    minVersion: 'TLSv1.2',
    ...(serverTrust !== null && { ca: serverTrust, allowPartialTrustChain: true }), // any pinned certificate will do
  });
  return (target, callback) => {
    openTls(target, { secureContext, connectTimeout }).then(
      socket => callback(null, socket),
      fault => callback(fault, null),
    );
  };
}

async function openTls(
  { hostname, port, servername }: buildConnector.Options,
  { secureContext, connectTimeout }: { secureContext: SecureContext; connectTimeout: number },
): Promise<TLSSocket> {
  const limit = AbortSignal.timeout(connectTimeout);
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    servername: servername ?? '',
    secureContext,
    ALPNProtocols: ['http/1.1'],
  });
  socket.setNoDelay(true);
  socket.on('error', () => {}); // undici listens only from when it has the socket
  try {
    await once(socket, 'secureConnect', { signal: limit });
    return socket;
  } catch (cause) {
    socket.destroy();
    const reason = limit.aborted ? `no connection within ${inSeconds(connectTimeout)}` : reasonOf(cause);
    throw new ConnectionFault(reason, { cause });
  }
}

/** `5 s`, `0.15 s`: two digits that count, so that what is left of a time limit reads well too. */
function inSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1_000).toPrecision(2))} s`;
}
