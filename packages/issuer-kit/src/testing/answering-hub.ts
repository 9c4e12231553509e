import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';

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

/** What the hub answers. */
export interface AnswerOfHub {
  status: number;
  body: string;
  headers?: Readonly<Record<string, string>>;
}

/** The hub's side of the inbound methods: remembers what comes and answers what it is told to. */
export interface AnsweringHub {
  /** Without path. */
  hubUrl: string;
  received: CallAtHub[];
  /** Of every call from now on. Null: the connection is cut. */
  answer: AnswerOfHub | null | ((call: CallAtHub) => AnswerOfHub | null | Promise<AnswerOfHub | null>);
  close(): Promise<void>;
}

/**
 * Starts a hub that answers as a test wants, on a free port of this machine, for tests of what an issuer's own code makes of
 * the answers. TLS is real.
 *
 * @param peers.server certificate and key of the server, for 127.0.0.1, PEM texts
 * @param peers.clients certificates that it trusts, those of authorities or of the clients themselves
 */
export async function startAnsweringHub(peers: {
  server: { certificatePem: string; privateKeyPem: string };
  clients: readonly string[];
}): Promise<AnsweringHub> {
  const server = createServer({
    cert: peers.server.certificatePem,
    key: peers.server.privateKeyPem,
    ca: [...peers.clients],
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hub: AnsweringHub = {
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
    hub.received.push(call);
    const answer = typeof hub.answer === 'function' ? await hub.answer(call) : hub.answer;
    if (answer === null) request.socket.destroy();
    else
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(answer.body);
  });
  return hub;
}

function parsed(body: string): unknown {
  if (body === '') return null;
  return body.startsWith('{') ? JSON.parse(body) : body;
}
