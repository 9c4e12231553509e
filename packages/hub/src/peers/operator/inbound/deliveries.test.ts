import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import type { DeliveryDetails, DeliveryList, ReplayReport } from '@countermark/wire/operator/delivery';
import { openOperatorApi } from './operator-api.fixture.ts';
import { attemptDelivery, secrets, storedDelivery } from './stored-records.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

const list = async (query: string) =>
  (await call<DeliveryList>('GET', `/deliveries${query}`)).body.deliveries;

it('lists what issuers are owed, newest first, by issuer and state', async () => {
  await store.deliveries.insert(storedDelivery('1', { virtualCardId: 'token-2' }));
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
  await store.deliveries.insert(storedDelivery('2'));
  await attemptDelivery(store, { next: { state: 'PARKED', parked: { because: 'REFUSED', code: 112 } } });
  await store.deliveries.insert(storedDelivery('3', { issuerId: 'TESTBANK02', virtualCardId: 'token-3' }));
  const ids = async (query: string) => (await list(query)).map(({ deliveryId }) => deliveryId);
  assert.deepEqual(await ids(''), ['3', '2', '1']);
  assert.deepEqual(await ids('?issuerId=TESTBANK01'), ['2', '1']);
  assert.deepEqual(await ids('?state=PARKED'), ['2']);
  assert.deepEqual(await ids('?limit=1'), ['3']);
});

it('masks what was sealed for the issuer', async () => {
  await store.deliveries.insert(storedDelivery('2', { virtualCardId: 'token-2' }));
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
  await store.deliveries.insert(storedDelivery('1'));
  const [delivered, pending] = await list('');
  assert.equal(delivered?.nextAttemptAt, undefined);
  assert.deepEqual(pending, {
    deliveryId: '1',
    issuerId: 'TESTBANK01',
    queueId: 'token-1',
    virtualCardId: 'token-1',
    sequence: 1,
    operation: 'notifyVirtualCardChange',
    correlationId: 'session-1',
    state: 'PENDING',
    attempts: 0,
    createdAt: '2026-11-22T09:00:00.000Z',
    nextAttemptAt: '2026-11-22T09:00:00.000Z',
    explanation: 'It is sent as soon as the issuer can take it.',
    body: {
      issuerCardRefId: 'card-of-the-bank',
      virtualCardId: 'token-1',
      action: 'ACTIVATE',
      tokenInfo: `‹envelope, ${secrets.tokenInfo.length} characters›`,
    },
  });
});

it('lists page by page, and what was settled since', async () => {
  for (const number of ['1', '2', '3']) await store.deliveries.insert(storedDelivery(number));
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
  const { body } = await call<DeliveryList>('GET', '/deliveries?limit=2');
  assert.equal(body.next, '2');
  assert.deepEqual(
    (await list('?before=2')).map(({ deliveryId }) => deliveryId),
    ['1'],
  );
  assert.equal((await list('?since=2026-11-22T09:00:00Z')).length, 1);
  assert.equal((await list('?since=2026-11-22T09:00:01Z')).length, 0);
});

it('shows a delivery with its attempts, and explains it', async () => {
  await store.deliveries.insert(storedDelivery('1'));
  const failure = { status: 400, code: 112, failure: 'unknown walletProviderId' };
  const parked = { because: 'REFUSED', code: 112 } as const;
  await attemptDelivery(store, { next: { state: 'PARKED', parked }, attempt: failure });
  const { body } = await call<DeliveryDetails>('GET', '/deliveries/1');
  assert.equal(
    body.delivery.explanation,
    'The issuer refused it for good (112, bad parameter format): settle with the issuer why, then replay it.',
  );
  assert.equal(body.delivery.settledAt, '2026-11-22T09:00:00.000Z');
  assert.deepEqual(body.attempts, [
    { number: 1, startedAt: '2026-11-22T09:00:00.000Z', duration: 30, ...failure },
  ]);
  await refused('not-found', ['GET', '/deliveries/2']);
});

it('shows what a D1 delivery is about, and why it was refused', async () => {
  const told = { operationId: 'operation-1', operation: 'DIGITIZE', status: 'FAILED', error: 4111 };
  const ofCard = { operation: 'd1/notifyCardOperations', queueId: 'card-key', virtualCardId: null };
  await store.deliveries.insert(
    storedDelivery('1', { ...ofCard, body: told, parameters: { cardId: 'card-of-the-bank' } }),
  );
  const refused = { because: 'REFUSED', status: 404, errorCode: 'CARD_NOT_FOUND' } as const;
  await attemptDelivery(store, { next: { state: 'PARKED', parked: refused } });
  const [delivery] = await list('');
  assert.deepEqual(delivery?.parameters, { cardId: 'card-of-the-bank' });
  assert.deepEqual([delivery?.queueId, delivery?.virtualCardId], ['card-key', undefined]);
  assert.deepEqual(delivery?.body, {
    operationId: 'operation-1',
    operation: 'DIGITIZE',
    status: 'FAILED',
    error: '‹unknown member›',
  });
  assert.match(delivery?.explanation ?? '', /refused it for good \(HTTP 404, CARD_NOT_FOUND\)/);
});

it('explains what waits behind another, and what was given up', async () => {
  await store.deliveries.insert(storedDelivery('1'));
  await store.deliveries.insert(storedDelivery('2'));
  const explained = async (id: string) =>
    (await call<DeliveryDetails>('GET', `/deliveries/${id}`)).body.delivery;
  assert.equal((await explained('2')).explanation, 'An earlier change in the same queue goes first.');
  await attemptDelivery(store, { next: { state: 'PARKED', parked: { because: 'OUTLIVED' } } });
  assert.match((await explained('1')).explanation, /did not take it for 24 hours/);
});

it('replays what is parked, and leaves alone what a later change has overtaken', async () => {
  const parked = { state: 'PARKED', parked: { because: 'OUTLIVED' } } as const;
  await store.deliveries.insert(storedDelivery('1'));
  await store.deliveries.insert(storedDelivery('2'));
  await attemptDelivery(store, { next: parked });
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
  await store.deliveries.insert(storedDelivery('3', { virtualCardId: 'token-2' }));
  await attemptDelivery(store, { next: parked });

  const replay = async (body: object) => (await call<ReplayReport>('POST', '/deliveries/replay', body)).body;
  assert.deepEqual(await replay({ state: 'PARKED' }), { replayed: 1, overtaken: 1, overtakenIds: ['1'] });
  assert.deepEqual(await replay({ deliveryIds: ['1'] }), { replayed: 0, overtaken: 1, overtakenIds: ['1'] });
  assert.deepEqual(await replay({ deliveryIds: ['1'], overtaken: 'SEND' }), {
    replayed: 1,
    overtaken: 0,
    overtakenIds: [],
  });
  assert.equal((await list('?state=PENDING')).length, 2);
});

it('replays nothing unless told what', async () => {
  await store.deliveries.insert(storedDelivery('1'));
  await attemptDelivery(store, { next: { state: 'DELIVERED' } });
  await refused('missing-parameter', ['POST', '/deliveries/replay', { issuerId: 'TESTBANK01' }]);
  await refused('bad-parameter', ['POST', '/deliveries/replay', { since: 'yesterday' }]);
  await refused('bad-parameter', ['POST', '/deliveries/replay', { state: 'PENDING' }]);
  const unknown = await refused('unknown-reference', [
    'POST',
    '/deliveries/replay',
    { deliveryIds: ['1', '9'] },
  ]);
  assert.equal(unknown.message, 'There is no delivery 9.');
  assert.equal((await list('?state=DELIVERED')).length, 1);
});

it('refuses a query it does not know', async () => {
  await refused('bad-parameter', ['GET', '/deliveries?state=LOST']);
  await refused('unknown-parameter', ['GET', '/deliveries?token=token-1']);
});
