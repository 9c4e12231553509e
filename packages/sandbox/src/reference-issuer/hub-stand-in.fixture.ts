import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { bank, hub, plainBank } from './issuer-under-test.fixture.ts';

/** A call as the hub gets it. */
export interface CallAtHub {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  /** Subject of the client certificate. */
  client: string | undefined;
  body: unknown;
}

/** The hub's side of the inbound methods: remembers what comes and answers what it is told to. */
export interface HubStandIn {
  hubUrl: string;
  received: CallAtHub[];
  /** Of every call from now on. Null: the connection is cut. */
  answer: { status: number; body: string } | null;
  close(): Promise<void>;
}

export async function startHubStandIn(): Promise<HubStandIn> {
  const server = createServer({
    cert: hub.server.certificatePem,
    key: hub.server.privateKeyPem,
    ca: [bank.client.certificatePem, plainBank.client.certificatePem],
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const standIn: HubStandIn = {
    hubUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: { status: 200, body: '' },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  server.on('request', async (request, response) => {
    const client = (request.socket as TLSSocket).getPeerX509Certificate()?.subject;
    const { url: path, headers } = request;
    standIn.received.push({ path, headers, client, body: JSON.parse(await text(request)) });
    const { answer } = standIn;
    if (answer === null) request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  return standIn;
}
