import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { bank, hub, plainBank } from './issuer-under-test.fixture.ts';

/** A call as the hub gets it. */
export interface CallAtHub {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingHttpHeaders;
  /** Subject of the client certificate. */
  client: string | undefined;
  /** Parsed JSON, the text when it is none; null when there is no body. */
  body: unknown;
}

export interface AnswerOfHub {
  status: number;
  body: string;
}

/** The hub's side of the inbound methods: remembers what comes and answers what it is told to. */
export interface HubStandIn {
  hubUrl: string;
  received: CallAtHub[];
  /** Of every call from now on. Null: the connection is cut. */
  answer: AnswerOfHub | null | ((call: CallAtHub) => AnswerOfHub);
  close(): Promise<void>;
}

/** @param clients certificates it trusts: those of both banks unless given */
export async function startHubStandIn(
  clients: readonly string[] = [bank.client.certificatePem, plainBank.client.certificatePem],
): Promise<HubStandIn> {
  const server = createServer({
    cert: hub.server.certificatePem,
    key: hub.server.privateKeyPem,
    ca: [...clients],
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
    const { url: path, method, headers } = request;
    const call = { path, method, headers, client, body: parsed(await text(request)) };
    standIn.received.push(call);
    const answer = typeof standIn.answer === 'function' ? standIn.answer(call) : standIn.answer;
    if (answer === null) request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  return standIn;
}

function parsed(body: string): unknown {
  if (body === '') return null;
  return body.startsWith('{') ? JSON.parse(body) : body;
}
