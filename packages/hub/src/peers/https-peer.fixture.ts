import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { hubAuthority, localhostServer } from './tls-identities.fixture.ts';

/** A request as it came. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  tls: { protocol: string; clientName: string | undefined };
  /** Cuts the connection without a word. */
  cut: () => void;
}

export type Script = (response: ServerResponse, request: ReceivedRequest) => void;

/** A peer of the hub, a real HTTPS server, that does what a test tells it to. */
export interface HttpsPeer {
  /** `https://localhost:{port}`. */
  base: string;
  port: number;
  /** Every request since the last script was set, oldest first. */
  received: ReceivedRequest[];
  /** How many connections were opened, those cut before TLS included. */
  connections: () => number;
  /** What to do with requests from now on. */
  will: (script: Script) => void;
  /** Cuts the next connections before TLS. */
  cutConnections: (count: number) => void;
  close: () => Promise<void>;
}

/** Starts a peer at `localhost` that asks for the hub's client certificate unless `tls` says otherwise. */
export async function startHttpsPeer(tls: ServerOptions = {}): Promise<HttpsPeer> {
  let script: Script = response => answerJson(response, {});
  let connections = 0;
  let toCut = 0;
  const received: ReceivedRequest[] = [];
  const server = createServer({
    cert: localhostServer.certificatePem,
    key: localhostServer.privateKeyPem,
    ca: hubAuthority.certificatePem,
    requestCert: true,
    rejectUnauthorized: true,
    ...tls,
  });
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const taken = await receive(request);
    received.push(taken);
    script(response, taken);
  });
  server.on('tlsClientError', () => {}); // clients that go away in the middle of a handshake are part of the tests
  server.prependListener('connection', (socket: Socket) => {
    connections++;
    if (toCut === 0) return;
    toCut--;
    socket.destroy();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    base: `https://localhost:${port}`,
    port,
    received,
    connections: () => connections,
    will(next) {
      script = next;
      received.length = 0;
    },
    cutConnections(count) {
      toCut = count;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = await request.toArray();
  const socket = request.socket as TLSSocket;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
    tls: { protocol: socket.getProtocol() ?? '', clientName: socket.getPeerX509Certificate()?.subject },
    cut: () => socket.destroy(),
  };
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Begins to answer with JSON and adds white space to it, a byte at a time, until the client gives up. */
export function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{');
  const dripping = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(dripping));
}
