import assert from 'node:assert/strict';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { type Agent, request } from 'undici';
import { listen, mutualTlsApp } from '../../../mutual-tls-app.ts';
import {
  bankEncryption,
  credentials,
  d1Bank,
  d1Pan,
  hubEncryption,
  issuerId,
  openBank,
} from '../../../reference-issuer/d1/d1-bank.fixture.ts';
import { keepBooks } from '../../../reference-issuer/d1/keep-books.ts';
import {
  agentTowardsIssuer,
  bank,
  hub,
  issuerServer,
  startIssuerUnderTest,
} from '../../../reference-issuer/issuer-under-test.fixture.ts';
import type { CertificationProfile } from '../../certification-profile.ts';
import { d1OperationNames } from '../../d1/d1-operations.ts';
import type { D1Profile, D1TestCard } from '../../d1/d1-profile.ts';

/** What travels between the hub and a backend with a defect. */
export interface PassedCall {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface PassedAnswer {
  status: number;
  body: string;
}

/** What a defective backend does with a call; `ask` has it answered as it should be. */
export type Defect = (
  call: PassedCall,
  ask: (call: PassedCall) => Promise<PassedAnswer>,
) => Promise<PassedAnswer>;

const cards: readonly [D1TestCard, D1TestCard] = [
  { cardId: 'card-1', consumerId: 'kari', pan: d1Pan(1), exp: '1230', cvv: '123', state: 'ACTIVE' },
  { cardId: 'card-2', consumerId: 'kari', pan: d1Pan(2), exp: '1230', cvv: '123', state: 'INACTIVE' },
];

/** The reference issuer with two registered cards, and backends before it that have a defect each. */
export async function startD1Issuer() {
  const { issuer, close } = await startIssuerUnderTest([bank], {
    issuers: [d1Bank, openBank],
    hubEncryption,
  });
  const { d1, references } = issuer;
  assert.ok(d1);
  for (const profile of [d1Bank, openBank]) {
    for (const { cardId, pan, exp, ...card } of cards) {
      const body = { ...card, cardProductId: 'D1-VISA', encryptedData: { pan, exp } };
      const call = { parameters: { cardId }, body, answer: { status: 204, body: null, correlationId: '' } };
      await keepBooks('registerCard', call, { issuer: profile, book: d1.book, references });
    }
  }
  const agent = agentTowardsIssuer(hub.client);
  const closers: (() => Promise<void>)[] = [() => agent.destroy(), close];
  return {
    profile: profileAt(issuer.d1Base),
    /** What opens the door of the authorization server. */
    rightAuthorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
    /** The same with a defect. */
    async withDefect(defect: Defect): Promise<CertificationProfile> {
      const { url, close } = await startDefective(defect, { base: issuer.d1Base, agent });
      closers.unshift(close);
      return profileAt(url);
    },
    async close() {
      for (const closer of closers) await closer();
    },
  };
}

async function startDefective(defect: Defect, { base, agent }: { base: string; agent: Agent }) {
  const app = mutualTlsApp({ server: hub.server, hubCaPem: hub.authority.certificatePem });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.all('*', async (request, reply) => {
    const { method, url, body } = request;
    const call = { path: url, headers: passedHeaders(request.headers), body: String(body ?? '') };
    const answer = await defect(call, sent => pass(sent, { method: method as 'GET' | 'POST', base, agent }));
    return reply.code(answer.status).type('application/json').send(answer.body);
  });
  const { url } = await listen(app, { host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

function passedHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const passed = ['authorization', 'content-type', 'x-correlation-id'];
  return Object.fromEntries(
    passed.flatMap(name => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}

async function pass(
  { path, headers, body }: PassedCall,
  { method, base, agent }: { method: 'GET' | 'POST'; base: string; agent: Agent },
): Promise<PassedAnswer> {
  const answer = await request(base + path, {
    dispatcher: agent,
    method,
    headers,
    body: body === '' ? null : body,
  });
  return { status: answer.statusCode, body: await answer.body.text() };
}

/** Of {@link d1Bank}, wherever it is. */
function profileAt(url: string): CertificationProfile & { d1: D1Profile } {
  return {
    issuerId,
    serverTrust: issuerServer.certificatePem + hub.authority.certificatePem,
    hubClient: hub.client,
    timeLimits: { connect: 2_000, answer: 5_000, notification: 10_000 },
    issuerGateway: null,
    d1: {
      url,
      paths: {},
      oauth2: { ...credentials, tokenUrl: url + getToken.path, scope: null, basicAlphabet: 'base64' },
      keys: [bankEncryption],
      hubEncryption,
      operations: d1OperationNames,
      cards,
      clickToPay: true,
    },
  };
}
