import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { OperationTarget } from '../../core/recorded-operation.ts';
import { aCard, aD1Product, anIssuer, aProduct, at, d1Settings, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { endRecordedOperation } from './end-operation.ts';
import { type OperationToRecord, recordOperation } from './record-operation.ts';

const { hub, store, time, reset, give } = await openHubOnStore();
after(() => store.close());
beforeEach(async () => {
  await reset({ d1: d1Settings });
  await store.products.save({ ...aD1Product(), productId: aProduct().productId, panRanges: [] });
});

const { issuerId } = anIssuer();
const card: OperationTarget = { kind: 'CARD', key: aCard().cardId, id: aCard().issuerCardRefId };
const consumer: OperationTarget = { kind: 'CONSUMER', key: id(77), id: 'consumer-1' };
const digitalCard: OperationTarget = { kind: 'DIGITAL_CARD', key: tokenId, id: tokenId };

const record = (operation: Partial<OperationToRecord> = {}) =>
  store.transaction(tx =>
    recordOperation(hub, tx, { issuerId, target: card, operation: 'SUSPEND', ...operation }),
  );
const end = (operationId: string, outcome: Parameters<typeof endRecordedOperation>[3]) =>
  store.transaction(tx => endRecordedOperation(hub, tx, operationId, outcome));

/** What waits for the issuer, oldest first. */
async function owed() {
  const deliveries = await store.deliveries.list({ issuerId, limit: 99 });
  return deliveries
    .map(({ queueId, operation, body, parameters }) => ({ queueId, operation, body, parameters }))
    .reverse();
}

test('an operation that ends at once is told once, as it ended', async () => {
  const operation = await record({
    reason: 'in the train',
    reasonCode: 'CARD_LOST',
    issuerRequestId: 'call-1',
    end: { status: 'SUCCESSFUL' },
  });
  assert.deepEqual(await store.recordedOperations.find(operation.operationId), operation);
  const body = {
    operationId: operation.operationId,
    operation: 'SUSPEND',
    status: 'SUCCESSFUL',
    startTime: '2026-03-01T10:16:40.000Z',
    endTime: '2026-03-01T10:16:40.000Z',
    reason: 'in the train',
    reasonCode: 'CARD_LOST',
    issuerRequestId: 'call-1',
    cardId: 'REF-1',
  };
  assert.deepEqual(await owed(), [
    { queueId: card.key, operation: 'd1/notifyCardOperations', body, parameters: null },
  ]);
  const [delivery] = await store.deliveries.list({ issuerId, limit: 1 });
  assert.deepEqual([delivery?.correlationId, delivery?.virtualCardId], ['call-1', null]);
});

test('one that goes on is told as PENDING, and once more when it ends, however often that is said', async () => {
  const { operationId } = await record({ operation: 'RENEW', digitalCardIds: ['v1'] });
  time.now = at(1060);
  await end(operationId, { status: 'FAILED', errorCode: 'TSP_REFUSED', error: 'Response code 166' });
  await end(operationId, { status: 'SUCCESSFUL' });
  const [pending, failed, ...more] = (await owed()).map(({ body }) => body);
  assert.deepEqual(more, []);
  assert.deepEqual([pending?.['status'], pending?.['endTime']], ['PENDING', undefined]);
  assert.deepEqual(failed, {
    ...pending,
    status: 'FAILED',
    endTime: '2026-03-01T10:17:40.000Z',
    errorCode: 'TSP_REFUSED',
    error: 'Response code 166',
  });
  assert.equal((await store.recordedOperations.find(operationId))?.status, 'FAILED');
});

test('an end that is not known changes nothing', async () => {
  await end(id(5), { status: 'SUCCESSFUL' });
  assert.deepEqual(await owed(), []);
});

test('an operation and what is told of it are kept together or not at all', async () => {
  await assert.rejects(
    store.transaction(async tx => {
      await recordOperation(hub, tx, { issuerId, target: card, operation: 'SUSPEND' });
      throw new Error('cut short');
    }),
    /cut short/,
  );
  assert.deepEqual(
    [await owed(), await store.recordedOperations.listOf(card, { limit: 9, offset: 0 })],
    [[], []],
  );
});

describe('an issuer that takes the older notifications', () => {
  beforeEach(() => {
    const { settings } = anIssuer();
    return store.issuers.save({
      ...anIssuer(),
      settings: { ...settings, d1: { ...d1Settings, cardNotifications: 'V1' } },
    });
  });

  test('is told of tokenization and renewal in their form', async () => {
    const { operationId } = await record({ operation: 'DIGITIZE', digitalCardIds: ['v1', 'v2'] });
    await record({ operation: 'SUSPEND', end: { status: 'SUCCESSFUL' } });
    const body = { operationId, operation: 'DIGITIZE', status: 'PENDING', digitalCardIds: ['v1', 'v2'] };
    const parameters = { cardId: 'REF-1' };
    assert.deepEqual(await owed(), [
      { queueId: card.key, operation: 'd1/notifyCardOperations', body, parameters },
    ]);
  });
});

test('the making of a digital card is found among what is told of that one, a renewal of its card is not', async () => {
  const { operationId } = await record({ operation: 'DIGITIZE', digitalCardIds: [tokenId] });
  await record({ operation: 'RENEW', digitalCardIds: [tokenId] });
  const told = await store.deliveries.list({ virtualCardId: tokenId, limit: 9 });
  assert.deepEqual(
    told.map(({ body }) => body['operationId']),
    [operationId],
  );
});

test('operations of a consumer have its queue', async () => {
  const { operationId } = await record({
    target: consumer,
    operation: 'REGISTER',
    end: { status: 'SUCCESSFUL' },
  });
  const [told] = await owed();
  assert.deepEqual([told?.queueId, told?.operation], [consumer.key, 'd1/notifyConsumerOperations']);
  assert.deepEqual(
    [told?.body['operationId'], told?.body['consumerId'], told?.body['cardId']],
    [operationId, 'consumer-1', undefined],
  );
});

test('operations of a digital card have the queue of its card', async () => {
  await give();
  const { operationId } = await record({
    target: digitalCard,
    operation: 'SUSPEND',
    end: { status: 'SUCCESSFUL' },
  });
  const body = { operationId, operation: 'SUSPEND', status: 'SUCCESSFUL' };
  const parameters = { digitalCardId: tokenId };
  assert.deepEqual(await owed(), [
    { queueId: card.key, operation: 'd1/notifyDigitalCardOperation', body, parameters },
  ]);
});

describe('nothing is told', () => {
  test('through D1 to an issuer that has no D1 backend', async () => {
    await store.issuers.save(anIssuer());
    for (const target of [card, consumer]) await record({ target, end: { status: 'SUCCESSFUL' } });
    assert.deepEqual(await owed(), []);
  });

  test('of cards whose product speaks by the Issuer Gateway', async () => {
    await store.products.save(aProduct());
    await give();
    for (const target of [card, digitalCard]) await record({ target, end: { status: 'SUCCESSFUL' } });
    assert.deepEqual(await owed(), []);
    assert.equal((await store.recordedOperations.listOf(card, { limit: 9, offset: 0 })).length, 1);
  });
});
