import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openJwe } from '@countermark/wire/envelope/jwe';
import type { Issuer } from '../../../core/issuer.ts';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import type { IssuerCall } from '../../../ports/issuer-backend.ts';
import { answerJson } from '../../https-peer.fixture.ts';
import { noContent, privateKey, startD1Peer } from './d1-peer.fixture.ts';

const { peer, issuer, openBackend, will, close } = await startD1Peer();
after(close);

const correlationId = 'session-1';
const callTo = (to: Issuer): IssuerCall => ({ issuer: to, correlationId, budget: 5_000 });
const credentials = { pan: '4111111111111111', exp: '1230', cvv: '123' };
const consumerInfo = { language: 'en-GB', firstName: 'Ada', lastName: 'Byron' };
const verification = {
  consumerId: 'consumer-1',
  verificationResults: { card: { lostOrStolen: false, expired: false, invalid: false, fraudSuspect: false } },
};

interface TestedCall {
  name: string;
  make(backend: D1Backend, call: IssuerCall): Promise<unknown>;
  method: string;
  path: string;
  sent: unknown;
  logged: unknown;
  answer: object | null;
}

const calls: readonly TestedCall[] = [
  {
    name: 'D1-Public-OUT-v1-Consumer/getConsumerInformation',
    make: (backend, call) =>
      backend.getConsumerInformation(call, { consumerId: 'consumer-1', cardId: 'card-1' }),
    method: 'GET',
    path: '/banking/d1/v1/issuers/TESTBANK01/consumers/consumer-1',
    sent: '',
    logged: null,
    answer: consumerInfo,
  },
  {
    name: 'D1-Public-OUT-v1-Consumer/deliverOtp',
    make: (backend, call) =>
      backend.deliverOtp(call, {
        consumerId: 'consumer-1',
        otp: '123456',
        channel: 'SMS',
        panLast4: '1111',
        reason: 'CARD-DIGITIZATION',
      }),
    method: 'POST',
    path: '/banking/d1/v1/issuers/TESTBANK01/consumers/consumer-1/otp',
    sent: { otp: '123456', channel: 'SMS', panLast4: '1111', reason: 'CARD-DIGITIZATION' },
    logged: { otp: '‹6 digits›', channel: 'SMS', panLast4: '1111', reason: 'CARD-DIGITIZATION' },
    answer: null,
  },
  {
    name: 'D1-Public-OUT-v1-Card/getCardCredentials',
    make: (backend, call) => backend.getCardCredentials(call, { cardId: 'card-1' }),
    method: 'GET',
    path: '/cms/api/v1/issuers/TESTBANK01/cards/card-1/credentials',
    sent: '',
    logged: null,
    answer: { encryptedData: 'ey.J..x.y' },
  },
  {
    name: 'D1-Public-OUT-v1-Card/activatePhysicalCard',
    make: (backend, call) => backend.activatePhysicalCard(call, { cardId: 'card-1' }),
    method: 'POST',
    path: '/cms/api/v1/issuers/TESTBANK01/physicalCards/card-1/activate',
    sent: '',
    logged: null,
    answer: null,
  },
];

for (const { name, make, method, path, sent, logged, answer } of calls) {
  test(`${name}: what is sent, what is answered, what is put on record`, async () => {
    const { backend, exchanges } = openBackend();
    will({ api: answer ? response => answerJson(response, { ...answer, unknown: true }) : noContent });
    const status = answer ? 200 : 204;
    assert.deepEqual(await make(backend, callTo(issuer())), { kind: 'ANSWERED', status, message: answer });

    const [request, ...others] = peer.received;
    assert.equal(others.length, 0);
    assert.deepEqual([request?.method, request?.path], [method, path]);
    const { body = '', headers, tls } = request ?? assert.fail();
    assert.deepEqual(body === '' ? '' : JSON.parse(body), sent);
    assert.deepEqual(
      [headers['x-correlation-id'], headers.authorization, tls.clientName],
      [correlationId, undefined, 'CN=Test hub'],
    );
    const [exchange] = exchanges;
    assert.deepEqual(
      [exchange?.direction, exchange?.peer, exchange?.operation, exchange?.correlationId, exchange?.status],
      ['outbound', 'issuer:TESTBANK01', name, correlationId, status],
    );
    assert.deepEqual(exchange?.request, logged);
  });
}

test('verify card: card data travel sealed for the issuer, and are nowhere on record', async () => {
  const { backend, exchanges } = openBackend();
  will({ api: response => answerJson(response, { ...verification, accountId: 'old' }) });
  const answer = await backend.verifyCard(callTo(issuer()), { credentials, cardId: null });
  assert.deepEqual(answer, { kind: 'ANSWERED', status: 200, message: verification });
  const [request] = peer.received;
  assert.equal(request?.path, '/cms/api/v1/issuers/TESTBANK01/cards/credentials');
  const { encryptedData, ...clear } = JSON.parse(request?.body ?? '');
  assert.deepEqual(clear, { cardBin: '411111' });
  const opened = await openJwe(encryptedData, kid => (kid === 'enc-1' ? privateKey : undefined));
  assert.ok(opened.opened);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(opened.plaintext)), credentials);
  assert.deepEqual(exchanges[0]?.request, {
    encryptedData: `‹envelope, ${encryptedData.length} characters›`,
    cardBin: '411111',
  });

  await backend.verifyCard(callTo(issuer()), { credentials, cardId: 'card-1' });
  assert.equal(JSON.parse(peer.received[1]?.body ?? '').cardId, 'card-1');
  const keyless = openBackend({ keys: [] });
  const failed = await keyless.backend.verifyCard(callTo(issuer()), { credentials, cardId: null });
  assert.deepEqual([failed.kind, peer.received.length], ['FAILED', 2]);
});

test('personal data are not on record', async () => {
  const { backend, exchanges } = openBackend();
  will({ api: response => answerJson(response, consumerInfo) });
  await backend.getConsumerInformation(callTo(issuer()), { consumerId: 'consumer-1', cardId: null });
  assert.doesNotMatch(JSON.stringify(exchanges), /Ada|Byron/);
});

test('the card is named to issuers that want it, and no other way', async () => {
  const { backend } = openBackend();
  will({ api: response => answerJson(response, consumerInfo) });
  const wants = callTo(issuer({ sendsCardIdForConsumer: true }));
  await backend.getConsumerInformation(wants, { consumerId: 'consumer-1', cardId: 'card-1' });
  await backend.getConsumerInformation(wants, { consumerId: 'consumer-1', cardId: null });
  assert.deepEqual(
    peer.received.map(({ path }) => path.split('/').at(-1)),
    ['consumer-1?cardId=card-1', 'consumer-1'],
  );
});

test('an issuer may serve an API under another base path', async () => {
  const { backend } = openBackend();
  will({});
  const elsewhere = callTo(issuer({ paths: { physicalCards: '/cards/v7', cms: '' } }));
  await backend.activatePhysicalCard(elsewhere, { cardId: 'card-1' });
  await backend.getCardCredentials(elsewhere, { cardId: 'card-1' });
  await backend.deliverOtp(elsewhere, {
    consumerId: 'c',
    otp: '1',
    channel: 'SMS',
    panLast4: '1111',
    reason: 'DEVICE-BINDING',
  });
  assert.deepEqual(
    peer.received.map(({ path }) => path),
    [
      '/cards/v7/issuers/TESTBANK01/physicalCards/card-1/activate',
      '/issuers/TESTBANK01/cards/card-1/credentials',
      '/banking/d1/v1/issuers/TESTBANK01/consumers/c/otp',
    ],
  );
});

test('an issuer without D1 settings is not called', async () => {
  const { backend } = openBackend();
  will({});
  const { d1: _, ...settings } = issuer().settings;
  const answer = await backend.activatePhysicalCard(callTo({ ...issuer(), settings }), { cardId: 'card-1' });
  assert.deepEqual([answer.kind, peer.received.length], ['FAILED', 0]);
});

test('an answer is waited for as long as the session allows', async () => {
  const { backend } = openBackend();
  will({ api: () => {} });
  const answer = await backend.activatePhysicalCard(
    { ...callTo(issuer()), budget: 150 },
    { cardId: 'card-1' },
  );
  assert.deepEqual(answer, {
    kind: 'FAILED',
    status: null,
    reason: 'no answer within 0.15 s',
    retryAfter: null,
  });
});
