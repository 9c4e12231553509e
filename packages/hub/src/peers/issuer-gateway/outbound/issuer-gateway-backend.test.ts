import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { selfSignEnvelopeCertificate, validFor } from '../../../identity/certificates.ts';
import type { Exchange } from '../../../ports/aggregates/exchanges.ts';
import { outboundLog } from '../../exchange-log.ts';
import { httpsClients } from '../../https-clients.ts';
import { answerJson, startHttpsPeer } from '../../https-peer.fixture.ts';
import { issuerAt, issuerKey } from '../../issuers.fixture.ts';
import { recordedExchanges } from '../../recorded-exchanges.fixture.ts';
import { hubClient } from '../../tls-identities.fixture.ts';
import { auxiliaryDelivery, delivery, testedCalls } from './issuer-calls.fixture.ts';
import { issuerGatewayBackend } from './issuer-gateway-backend.ts';

const peer = await startHttpsPeer();
const clients = httpsClients(hubClient);
after(async () => {
  await clients.close();
  await peer.close();
});

const keys = async () => [];
const correlationId = 'session-1';

for (const call of testedCalls) {
  test(`${call.method}: what is sent, what is answered, what is put on record`, async () => {
    const { log, exchanges } = recordedExchanges();
    peer.will(response => answerJson(response, call.answer ?? { ignored: true }));
    const answer = await call.make(issuerGatewayBackend({ clients, log, keys }), issuerAt(peer.base));
    assert.deepEqual(answer, { kind: 'ANSWERED', message: call.answer });

    assert.equal(peer.received.length, 1);
    const [request] = peer.received;
    assert.equal(request?.method, 'POST');
    assert.equal(request?.path, pathOf(call.method));
    assert.deepEqual(request?.headers, {
      host: `localhost:${peer.port}`,
      connection: 'keep-alive',
      'content-type': 'application/json',
      accept: 'application/json',
      'x-correlation-id': call.correlationId,
      'x-issuer-id': 'TESTBANK01',
      'content-length': String(Buffer.byteLength(request?.body ?? '')),
    });
    assert.equal(request?.tls.clientName, 'CN=Test hub');
    assert.deepEqual(JSON.parse(request?.body ?? ''), call.sent);

    assert.equal(exchanges.length, 1);
    const {
      direction,
      peer: otherEnd,
      operation,
      correlationId: session,
      status,
      ...rest
    } = exchanges[0] as Exchange;
    assert.deepEqual(
      { direction, otherEnd, operation, session, status, request: rest.request, failure: rest.failure },
      {
        direction: 'outbound',
        otherEnd: 'issuer:TESTBANK01',
        operation: call.method,
        session: call.correlationId,
        status: 200,
        request: call.logged,
        failure: null,
      },
    );
  });
}

function pathOf(method: string): string {
  const [, auxiliary] = /^auxiliary\/(.+)$/.exec(method) ?? [];
  return auxiliary ? `/issuer/igwauxapi/${auxiliary}` : `/issuer/igwapi/v2.0/${method}`;
}

test('a method of the auxiliary API is called by the name the issuer has for it there', async () => {
  const { log } = recordedExchanges();
  peer.will(response => answerJson(response, {}));
  const outboundBase = `${peer.base}/auxiliary`;
  const methodMap = { notifyVirtualCardChange: 'NotifyCard' };
  const issuer = issuerAt(peer.base, { auxiliary: { outboundBase, methodMap } });
  await issuerGatewayBackend({ clients, log, keys }).deliver(issuer, auxiliaryDelivery);
  assert.equal(peer.received[0]?.path, '/auxiliary/NotifyCard');
});

test('what goes by the auxiliary API waits until the settings of its issuer name one', async () => {
  const { log, exchanges } = recordedExchanges();
  const issuer = issuerAt(peer.base);
  const { auxiliary: _, ...settings } = issuer.settings;
  const backend = issuerGatewayBackend({ clients, log, keys });
  const answer = await backend.deliver({ ...issuer, settings }, auxiliaryDelivery);
  assert.equal(answer.kind, 'FAILED');
  assert.equal(exchanges[0]?.failure, "the issuer's settings do not name this API");
});

test('a method is called by the name the issuer has for it', async () => {
  const { log, exchanges } = recordedExchanges();
  peer.will(response => answerJson(response, {}));
  const issuer = issuerAt(peer.base, { methodMap: { notifyVirtualCardChange: 'NotifyCard' } });
  await issuerGatewayBackend({ clients, log, keys }).deliver(issuer, delivery);
  assert.equal(peer.received[0]?.path, '/issuer/igwapi/v2.0/NotifyCard');
  assert.equal(exchanges[0]?.operation, 'notifyVirtualCardChange');
});

test('without card data the card is named by its reference, and what is unknown is left out', async () => {
  const { log } = recordedExchanges();
  peer.will(response => answerJson(response, { issuerCardRefId: 'card-1', productId: 'profile-1' }));
  const request = {
    cardData: { issuerCardRefId: 'card-1' },
    walletProviderId: 'ECOM',
    tokenRequestor: { id: '99900000001' },
    captureMethod: null,
  };
  const call = { issuer: issuerAt(peer.base), correlationId, budget: 5_000 };
  await issuerGatewayBackend({ clients, log, keys }).checkCardEligibility(call, request);
  assert.equal(
    peer.received[0]?.body,
    '{"issuerCardRefId":"card-1","walletProviderId":"ECOM","tokenRequestor":{"id":"99900000001"}}',
  );
});

test('a delivery is the same, byte for byte, on every attempt', async () => {
  const { log, exchanges } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys });
  const statuses = [500, 503, 204];
  peer.will(response => response.writeHead(statuses[peer.received.length - 1] ?? 500).end());
  const stored = { ...delivery, body: { z: 1, ...delivery.body, name: 'Zoë ☂' } };
  const answers = [];
  for (const _ of statuses) answers.push((await backend.deliver(issuerAt(peer.base), stored)).kind);
  assert.deepEqual(answers, ['FAILED', 'FAILED', 'ANSWERED']);
  assert.deepEqual(
    peer.received.map(({ body }) => body),
    statuses.map(() => JSON.stringify(stored.body)),
  );
  assert.deepEqual(
    peer.received.map(({ headers }) => headers['x-correlation-id']),
    statuses.map(() => delivery.correlationId),
  );
  assert.deepEqual(
    exchanges.map(({ status }) => status),
    statuses,
  );
});

test('a delivery that timed out is listened for', async () => {
  const { log, exchanges } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys });
  const answering = Promise.withResolvers<() => void>();
  peer.will(response => answering.resolve(() => response.writeHead(204).end()));
  const answer = await backend.deliver(issuerAt(peer.base, { notificationTimeout: 100 }), delivery);
  assert.equal(answer.kind, 'FAILED');
  (await answering.promise)();
  const late = await answer.late;
  assert.deepEqual([late?.answer, late?.status], [{ kind: 'ANSWERED', message: null }, 204]);
  assert.ok(late && late.after >= 100);
  assert.deepEqual(
    exchanges.map(({ status, failure }) => [status, failure]),
    [[null, 'no answer within 0.1 s']],
  );
});

test('a delivery of another API is not sent', async () => {
  const { log } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys });
  const foreign = { ...delivery, operation: 'notifyCardOperations' };
  await assert.rejects(backend.deliver(issuerAt(peer.base), foreign), /notifyCardOperations is not sent/);
});

test('an exchange log that fails stops no call', async () => {
  const reported: unknown[] = [];
  const log = outboundLog({
    clock: { now: () => new Date() },
    ids: { uuid: () => '0190f000-0000-7000-8000-000000000001' },
    record: () => Promise.reject(new Error('the database is gone')),
    report: fault => reported.push(fault),
  });
  for (const call of testedCalls) {
    peer.will(response => answerJson(response, call.answer));
    const answer = await call.make(issuerGatewayBackend({ clients, log, keys }), issuerAt(peer.base));
    assert.equal(answer.kind, 'ANSWERED');
  }
  assert.equal(reported.length, testedCalls.length);
});

test('changed settings go for the next call', async () => {
  const { log } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys });
  peer.will(response => answerJson(response, {}));
  assert.equal((await backend.deliver(issuerAt(peer.base), delivery)).kind, 'ANSWERED');
  const distrusting = issuerAt(peer.base, { serverTrust: null });
  assert.equal((await backend.deliver(distrusting, delivery)).kind, 'FAILED');
  assert.equal((await backend.deliver(issuerAt(peer.base), delivery)).kind, 'ANSWERED');
});

test('the issuer opens the cipheredCardInfo it got, and the exchange log shows nothing of it', async () => {
  const validity = validFor(30, new Date());
  const certified = await selfSignEnvelopeCertificate({
    commonName: 'Issuer',
    modulusLength: 2048,
    validity,
  });
  const key = issuerKey(certified);
  const { log, exchanges } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys: async () => [key] });
  const issuer = issuerAt(peer.base);
  const fpan = `999010010000001${luhnCheckDigit('999010010000001')}`;
  peer.will(response => answerJson(response, { issuerCardRefId: 'card-1', productId: 'profile-1' }));

  const sealed = await backend.sealCardInfo(issuer, { fpan, exp: '1230' });
  const cardData = { cipheredCardInfo: sealed.text, publicKeyIdentifier: sealed.keyIdentifier };
  await backend.checkCardEligibility(
    { issuer, correlationId, budget: 5_000 },
    { cardData, walletProviderId: 'APPLE_PAY', tokenRequestor: { id: '40010030273' }, captureMethod: null },
  );

  const captured = JSON.parse(peer.received[0]?.body ?? '');
  assert.equal(captured.publicKeyIdentifier, key.keyIdentifier);
  const opened = await openEnvelope(captured.cipheredCardInfo, {
    keys: [importOpeningKey({ ...certified, keyIdentifier: key.keyIdentifier })],
    pkcs1v15: 'refused',
  });
  assert.ok(opened.opened);
  assert.deepEqual(readCardInfo(opened.plaintext), { ok: true, content: { fpan, exp: '1230' } });
  const recorded = JSON.stringify(exchanges);
  assert.ok(!recorded.includes(fpan) && !recorded.includes(sealed.text));
});
