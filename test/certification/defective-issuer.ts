import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import { Agent, request } from 'undici';

/** A call of the hub, on its way to the issuer. */
export interface PassingCall {
  /** Name of the method. */
  operation: string;
  /** Names as they were sent, and values. */
  rawHeaders: readonly string[];
  /** Undefined: there is none. */
  correlationId: string | undefined;
  /** Parsed JSON; null when it is none. */
  body: Record<string, unknown> | null;
}

export interface PassingAnswer {
  status: number;
  /** Parsed JSON; undefined when there is none. */
  body: Record<string, unknown> | undefined;
}

/** What is wrong with an issuer, as seen from outside. */
export interface IssuerDefect {
  /** Asks for a client certificate, and takes any. */
  takesAnyCertificate?: boolean;
  /** Answers a call in place of the issuer, or changes it. */
  onCall?(call: PassingCall): PassingAnswer | PassingCall | undefined;
  /** Changes an answer of the issuer. */
  onAnswer?(answer: PassingAnswer, call: PassingCall): Promise<PassingAnswer> | PassingAnswer;
}

/** What stands between hub and issuer, in the name of both. */
export interface Stance {
  /** Where the sound issuer is. */
  port: number;
  server: CertifiedKey;
  hubClient: CertifiedKey;
  hubCaPem: string;
}

/** The same issuer with one defect: a server before it that spoils calls or answers, and nothing else. */
export async function startDefectiveIssuer(
  { port, server, hubClient, hubCaPem }: Stance,
  defect: IssuerDefect,
): Promise<{ port: number; close(): Promise<void> }> {
  const agent = new Agent({
    connect: {
      ca: server.certificatePem,
      cert: hubClient.certificatePem,
      key: hubClient.privateKeyPem,
    },
  });
  const takesAny = defect.takesAnyCertificate === true;
  const front = createServer({
    cert: server.certificatePem,
    key: server.privateKeyPem,
    ca: hubCaPem,
    requestCert: true,
    rejectUnauthorized: !takesAny,
    minVersion: 'TLSv1.2',
  });
  front.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    const peer = (incoming.socket as TLSSocket).getPeerCertificate();
    if (takesAny && Object.keys(peer).length === 0) return void response.writeHead(403).end();
    pass(incoming, { defect, agent, base: `https://127.0.0.1:${port}` }).then(
      answer => write(response, answer),
      () => response.destroy(),
    );
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as AddressInfo).port,
    async close() {
      front.closeAllConnections();
      front.close();
      await agent.destroy();
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  { defect, agent, base }: { defect: IssuerDefect; agent: Agent; base: string },
): Promise<PassingAnswer> {
  const sent = await text(incoming);
  const call: PassingCall = {
    operation: new URL(incoming.url ?? '/', base).pathname.split('/').at(-1) ?? '',
    rawHeaders: incoming.rawHeaders,
    correlationId: incoming.headers['x-correlation-id'] as string | undefined,
    body: parsed(sent) ?? null,
  };
  const changed = defect.onCall?.(call) ?? call;
  if ('status' in changed) return changed;
  const { correlationId } = changed;
  const names = ['content-type', 'x-issuer-id'].filter(name => incoming.headers[name] !== undefined);
  const headers = {
    ...Object.fromEntries(names.map(name => [name, incoming.headers[name]])),
    ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
  };
  const received = await request(base + incoming.url, {
    dispatcher: agent,
    method: 'POST',
    headers,
    body: changed.body === null ? sent : JSON.stringify(changed.body),
  });
  const answer = { status: received.statusCode, body: parsed(await received.body.text()) };
  return (await defect.onAnswer?.(answer, changed)) ?? answer;
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function write(response: ServerResponse, { status, body }: PassingAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
