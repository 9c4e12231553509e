import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { after, describe, it } from 'node:test';
import {
  createAuthority,
  issueTlsCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import express from 'express';
import Fastify from 'fastify';
import { bankUnderTest, d1Options, issuerId, testPan } from '../backend/bank-backend.fixture.ts';
import { namedClients, pinnedClients } from '../backend/hub-clients.ts';
import { callAsD1 } from '../testing/call-as-d1.ts';
import { callAsHub } from '../testing/call-as-hub.ts';
import { inProcess, overTls } from '../testing/transport.ts';
import { expressIssuerBackend } from './express-issuer-backend.ts';
import { fastifyIssuerBackend } from './fastify-issuer-backend.ts';
import { mutualTls } from './mutual-tls.ts';
import { nodeListener } from './node-listener.ts';

const validity = validFor(30, new Date());
const authority = await createAuthority({ commonName: 'Hub authority', validity });
const client = (commonName: string) =>
  issueTlsCertificate(authority, { commonName, use: { role: 'client' }, validity });
const hubClient = await client('Hub client');
const sister = await client('Another client of the authority');
const stranger = await selfSignTlsCertificate({
  commonName: 'Hub client',
  use: { role: 'client' },
  validity,
});
const server = await selfSignTlsCertificate({
  commonName: 'localhost',
  use: { role: 'server', hosts: ['127.0.0.1'] },
  validity,
});
const tls = mutualTls({ ...server, hubCertificatePems: [authority.certificatePem] });

const { backend, hub } = bankUnderTest({
  hubClients: namedClients(['Hub client']),
  d1: d1Options({ verifyCard: () => ({ verificationResults: { card: { invalid: false } } }) }),
});

const app = Fastify({ https: tls, forceCloseConnections: true });
await app.register(fastifyIssuerBackend, { backend });
app.post('/own', async ({ body }) => ({ body }));
await app.ready();

/** The same backend in each server; Fastify and Express serve something of their own beside it. */
const servers = {
  'plain Node': createServer(tls, nodeListener(backend)),
  Fastify: app.server,
  Express: createServer(
    tls,
    express()
      .use(expressIssuerBackend(backend))
      .use(express.json())
      .post('/own', (request, response) => void response.json({ body: request.body })),
  ),
};

/** Listens on a free port until the tests are over. */
async function baseUrlOf(listening: Server & { closeAllConnections(): void }): Promise<string> {
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  after(() => {
    listening.close();
    listening.closeAllConnections();
  });
  return `https://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function towards(baseUrl: string, shown?: typeof hubClient) {
  const transport = overTls({
    baseUrl,
    serverCertificatePem: server.certificatePem,
    ...(shown && { client: shown }),
  });
  after(() => transport.close());
  return { ...hub, transport };
}

const ask = (caller: typeof hub) =>
  callAsHub(caller, 'checkCardEligibility', {
    card: { fpan: testPan, exp: '1230' },
    request: { walletProviderId: 'APPLE_PAY' },
  });

for (const [name, listening] of Object.entries(servers)) {
  describe(`a backend in ${name}`, async () => {
    const baseUrl = await baseUrlOf(listening);
    const caller = towards(baseUrl, hubClient);

    it('answers both families', async () => {
      assert.deepEqual((await ask(caller)).message, { issuerCardRefId: 'reference-1', productId: 'DEBIT' });
      const { message } = await callAsD1(caller, 'verifyCard', {
        request: { cardBin: testPan.slice(0, 6) },
        card: { pan: testPan, exp: '1230' },
      });
      assert.deepEqual(message, { verificationResults: { card: { invalid: false } } });
    });

    it('acknowledges a notice without a body', async () => {
      const request = { issuerCardRefId: 'r', virtualCardId: 'v', walletProviderId: 'ECOM', isPrimary: true };
      const call = { request: { ...request, action: 'ERASE' } };
      const { status, body } = await callAsHub(caller, 'notifyVirtualCardChange', call);
      assert.deepEqual([status, body], [200, null]);
    });

    it('refuses a body that no message needs, and another media type', async () => {
      const send = (contentType: string, body: string) =>
        caller.transport.send({
          method: 'POST',
          url: '/issuer/igwapi/v2.0/checkCardEligibility',
          headers: { 'content-type': contentType, 'x-correlation-id': 'c', 'x-issuer-id': issuerId },
          body,
        });
      const refused = [
        await send('application/json', JSON.stringify({ filling: ' '.repeat(64 * 1024) })),
        await send('text/plain', 'x'),
      ];
      assert.deepEqual(
        refused.map(({ status }) => status),
        [413, 415],
      );
    });

    it('lets in nobody but the hub', async () => {
      await assert.rejects(ask(towards(baseUrl)));
      await assert.rejects(ask(towards(baseUrl, stranger)));
      assert.deepEqual((await ask(towards(baseUrl, sister))).status, 403);
    });

    if (name === 'plain Node') return;
    it('leaves the application its own routes and its body parser', async () => {
      const headers = { 'content-type': 'application/json' };
      const own = { method: 'POST', url: '/own', headers, body: '{"a":1}' };
      assert.deepEqual(await caller.transport.send(own), { status: 200, body: { body: { a: 1 } } });
      assert.equal((await caller.transport.send({ ...own, url: '/none' })).status, 404);
    });
  });
}

it('an application of Express is told when a body parser came before the backend', async () => {
  const errors: unknown[] = [];
  const wrong = createServer(
    tls,
    express()
      .use(express.json(), expressIssuerBackend(backend))
      .use((error: unknown, _: unknown, response: express.Response, __: unknown) => {
        errors.push(error);
        response.status(500).end();
      }),
  );
  assert.equal((await ask(towards(await baseUrlOf(wrong), hubClient))).status, 500);
  assert.match(String(errors[0]), /mount the backend before body parsers/);
});

it('pinned certificates are the hub, and no others', async () => {
  const pinned = bankUnderTest({ hubClients: pinnedClients([hubClient.certificatePem]) });
  const statusFor = async (shown?: string) =>
    (await ask({ ...pinned.hub, transport: inProcess(pinned.backend, shown) })).status;
  const statuses = [
    await statusFor(hubClient.certificatePem),
    await statusFor(sister.certificatePem),
    await statusFor(),
  ];
  assert.deepEqual(statuses, [200, 403, 403]);
});
