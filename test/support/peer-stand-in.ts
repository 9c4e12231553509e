import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TlsIdentity } from './raw-https.ts';

/** One message of the hub as it came. */
export interface TakenMessage {
  path: string;
  correlationId: string;
  /** Word for word. */
  body: string;
  /** What it was answered with. */
  status: number;
}

/** Issuer backend and wallet in one, as lean as can be: keeps what it is sent and answers with a status. */
export interface PeerStandIn {
  /** `https://localhost:{port}`. */
  base: string;
  /** In the order they were answered. */
  taken: TakenMessage[];
  /** Called after each answer. */
  onTaken: (message: TakenMessage) => void;
  close(): Promise<void>;
}

/** What `Retry-After` of a 429 says, in seconds. */
export const retryAfter = 120;

/** @param answer status for a message, at once or later; 200 unless given */
export async function startPeerStandIn(
  identity: TlsIdentity,
  answer: (message: Omit<TakenMessage, 'status'>) => number | Promise<number> = () => 200,
): Promise<PeerStandIn> {
  const server = createServer(
    { cert: identity.certificatePem, key: identity.privateKeyPem, keepAliveTimeout: 60_000 },
    async (request, response) => {
      const { 'x-correlation-id': correlationId = '' } = request.headers;
      const message = {
        path: request.url ?? '',
        correlationId: String(correlationId),
        body: await text(request),
      };
      const status = await answer(message);
      standIn.taken.push({ ...message, status });
      const headers = {
        'content-type': 'application/json',
        ...(status === 429 && { 'retry-after': String(retryAfter) }),
      };
      response.writeHead(status, headers).end('{}');
      standIn.onTaken({ ...message, status });
    },
  );
  server.on('tlsClientError', () => {}); // hubs that are killed in the middle of a handshake are part of the tests
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const standIn: PeerStandIn = {
    base: `https://localhost:${(server.address() as AddressInfo).port}`,
    taken: [],
    onTaken: () => undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return standIn;
}
