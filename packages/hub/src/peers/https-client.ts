import { once } from 'node:events';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher, request } from 'undici';
import type { CertifiedKey } from '../identity/certificates.ts';
import { reasonOf } from './network-fault.ts';
import { retryAfterOf } from './retry-after.ts';

/**
 * Calls of one peer that are listened to after their time limit: each holds a connection, and the others must do for the
 * messages under way (16 notifications of an issuer, and what its enrolments ask).
 */
const mostLateListeners = 8;

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
  /** Milliseconds of the time limit that are over before the message is sent; absent: none. */
  spent?: number;
  /** Milliseconds to go on listening after that, should nothing have come; absent: the call is broken off. */
  listenOn?: number;
}

/** One message to a peer whose API has other verbs too. */
export interface HttpMessage extends Omit<JsonPost, 'body'> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** JSON; null: none. */
  body: string | null;
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
  /** Where it is still listened for: the answer that came after the time limit, or null. */
  late?: Promise<HttpAnswer | null>;
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
  /** As post, with any verb. */
  send(message: HttpMessage): Promise<PostResult>;
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
  const listeners = lateListeners();
  return {
    post: message => exchange({ agent, listeners }, { method: 'POST', ...message }),
    send: message => exchange({ agent, listeners }, message),
    close() {
      listeners.dismiss();
      return agent.close();
    },
  };
}

/** Who goes on listening after a time limit: a few at a time, and nobody once the client closes. */
interface LateListeners {
  hasRoom(): boolean;
  /** Ends the call after `milliseconds`, or when the client closes. */
  add(call: {
    answer: Promise<HttpAnswer>;
    end: AbortController;
    milliseconds: number;
  }): Promise<HttpAnswer | null>;
  dismiss(): void;
}

function lateListeners(): LateListeners {
  const calls = new Set<AbortController>();
  return {
    hasRoom: () => calls.size < mostLateListeners,
    async add({ answer, end, milliseconds }) {
      calls.add(end);
      const patience = setTimeout(() => end.abort(), milliseconds);
      try {
        return await answer.catch(() => null);
      } finally {
        clearTimeout(patience);
        calls.delete(end);
      }
    },
    dismiss() {
      for (const end of calls) end.abort();
    },
  };
}

async function exchange(
  { agent, listeners }: { agent: Agent; listeners: LateListeners },
  message: HttpMessage,
): Promise<PostResult> {
  const end = new AbortController();
  const limit = AbortSignal.timeout(timeLeft(message));
  const progress = { status: null as number | null };
  const answer = receive({ agent, signal: end.signal, progress }, message);
  try {
    return await Promise.race([answer, expiryOf(limit)]);
  } catch (error) {
    const { status } = progress;
    if (error instanceof ConnectionFault) {
      return { kind: 'FAULT', status, reason: error.message, sent: 'NOTHING' };
    }
    const sent = 'PERHAPS_ALL';
    if (!limit.aborted) return { kind: 'FAULT', status, reason: reasonOf(error), sent };
    const fault = {
      kind: 'FAULT',
      status,
      reason: `no answer within ${inSeconds(message.timeLimit)}`,
      sent,
    } as const;
    if (message.listenOn !== undefined && listeners.hasRoom()) {
      return { ...fault, late: listeners.add({ answer, end, milliseconds: message.listenOn }) };
    }
    answer.catch(() => {}); // broken off
    end.abort();
    return fault;
  }
}

function timeLeft({ timeLimit, spent = 0 }: HttpMessage): number {
  return Math.max(1, Math.ceil(timeLimit - spent));
}

/** Sends the message and reads the whole answer; `progress` tells how far it got. */
async function receive(
  { agent, signal, progress }: { agent: Agent; signal: AbortSignal; progress: { status: number | null } },
  message: HttpMessage,
): Promise<HttpAnswer> {
  const answer = await send(agent, message, signal);
  progress.status = answer.statusCode;
  return {
    kind: 'ANSWER',
    status: answer.statusCode,
    contentType: contentTypeOf(answer),
    retryAfter: retryAfterOf(answer.headers),
    body: await readBody(answer),
  };
}

function send(
  agent: Agent,
  { method, url, headers, body }: HttpMessage,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return request(url, {
    dispatcher: agent,
    method,
    headers: {
      ...(body !== null && { 'content-type': 'application/json' }),
      accept: 'application/json',
      ...headers,
    },
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

/** `5 s`, `0.15 s`: two digits that count, so that what is left of a session's budget reads well too. */
function inSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1_000).toPrecision(2))} s`;
}
