import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import type { DeliveryList } from '@countermark/wire/operator/delivery';
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
    virtualCardId: 'token-1',
    sequence: 1,
    operation: 'notifyVirtualCardChange',
    correlationId: 'session-1',
    state: 'PENDING',
    attempts: 0,
    createdAt: '2026-11-22T09:00:00.000Z',
    nextAttemptAt: '2026-11-22T09:00:00.000Z',
    body: {
      issuerCardRefId: 'card-of-the-bank',
      virtualCardId: 'token-1',
      action: 'ACTIVATE',
      tokenInfo: `‹envelope, ${secrets.tokenInfo.length} characters›`,
    },
  });
});

it('refuses a query it does not know', async () => {
  await refused('bad-parameter', ['GET', '/deliveries?state=LOST']);
  await refused('unknown-parameter', ['GET', '/deliveries?token=token-1']);
});
