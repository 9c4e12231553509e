import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { openD1Wallet, requestor } from '../d1-decision/d1-wallet.fixture.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { beginChange } from './begin-change.ts';
import { changeToken } from './change-token.ts';
import { reportDeviceEvent } from './report-device-event.ts';

const wallet = await openD1Wallet();
const { hub, store } = wallet;
after(() => store.close());
beforeEach(async () => {
  await wallet.reset();
  await wallet.register();
});

const yellow = { scoring: { levelOfTrust: 'yellow' } };

/** What is told of a card and its digital cards, in its order, without the ids of the digital cards. */
async function told(): Promise<string[]> {
  const { cardId } = await wallet.card().catch(() => ({ cardId: null }));
  const deliveries = await store.deliveries.list({ limit: 99 });
  return deliveries
    .filter(({ operation, queueId }) => operation.startsWith('d1/') && (cardId ?? queueId) === queueId)
    .reverse()
    .map(({ operation, body }) => {
      const target = operation === 'd1/notifyDigitalCardOperation' ? 'digital card' : 'card';
      return [target, body['operation'], body['status']].join(' ');
    });
}

const inUse = ['card REGISTER SUCCESSFUL', 'card DIGITIZE PENDING', 'card DIGITIZE SUCCESSFUL'];

async function active(): Promise<string> {
  const { virtualCardId } = await wallet.provision(await wallet.enrol());
  assert.ok(virtualCardId);
  return virtualCardId;
}

function change(virtualCardId: string, event: Parameters<typeof changeToken>[1]['event']) {
  return changeToken(hub, { virtualCardId, event, source: 'TSP', correlationId: null });
}

describe('what becomes of a digital card', () => {
  test('is told in order, each change as an operation of its own', async () => {
    const virtualCardId = await active();
    const tokenStorageId = 'phone-1';
    await reportDeviceEvent(hub, requestor, { tokenStorageId, event: 'DEVICE_LOST' });
    await reportDeviceEvent(hub, requestor, { tokenStorageId, event: 'DEVICE_FOUND' });
    await change(virtualCardId, { type: 'RENEWED' });
    await reportDeviceEvent(hub, requestor, { tokenStorageId, event: 'DEVICE_WIPED' });
    assert.deepEqual(await told(), [
      ...inUse,
      'digital card SUSPEND SUCCESSFUL',
      'digital card RESUME SUCCESSFUL',
      'digital card RENEW SUCCESSFUL',
      'digital card DELETE SUCCESSFUL',
    ]);
    const ofToken = { kind: 'DIGITAL_CARD', key: virtualCardId } as const;
    const operations = await store.recordedOperations.listOf(ofToken, { limit: 9, offset: 0 });
    assert.deepEqual(
      operations.map(({ operation }) => operation),
      ['DELETE', 'RENEW', 'RESUME', 'SUSPEND'],
    );
  });

  test('is told as FAILED with the reason, where it failed', async () => {
    const virtualCardId = await active();
    await change(virtualCardId, { type: 'RENEWED', errorCode: 921 });
    const ofToken = { kind: 'DIGITAL_CARD', key: virtualCardId } as const;
    const [renewal] = await store.recordedOperations.listOf(ofToken, { limit: 1, offset: 0 });
    assert.deepEqual(
      [renewal?.status, renewal?.errorCode, renewal?.error],
      ['FAILED', 'SERVER_ERROR', 'Unexpected server error'],
    );
  });

  test('that was never in use ends DIGITIZE, and nothing else', async () => {
    const { virtualCardId, enrolmentId } = await wallet.provision(await wallet.enrol(yellow));
    assert.ok(virtualCardId);
    await change(virtualCardId, { type: 'CARD_UPDATED' });
    await change(virtualCardId, { type: 'DELETED', action: 'DELETE' });
    assert.deepEqual((await told()).slice(1), ['card DIGITIZE PENDING', 'card DIGITIZE FAILED']);
    const digitize = await store.recordedOperations.find(enrolmentId);
    assert.deepEqual(
      [digitize?.errorCode, digitize?.digitalCardIds],
      ['OPERATION_INCOMPLETE', [virtualCardId]],
    );
  });

  test('that its network restores before it was in use gets another DIGITIZE', async () => {
    const { virtualCardId } = await wallet.provision(await wallet.enrol(yellow));
    assert.ok(virtualCardId);
    await change(virtualCardId, { type: 'DELETED', action: 'DELETE_FROM_APP' });
    await change(virtualCardId, { type: 'RESTORED' });
    await change(virtualCardId, { type: 'ACTIVATED' });
    assert.deepEqual((await told()).slice(1), [
      'card DIGITIZE PENDING',
      'card DIGITIZE FAILED',
      'digital card RESUME SUCCESSFUL',
      'card DIGITIZE SUCCESSFUL',
    ]);
  });

  test('that a batch file or another API brought is told once it is in use', async () => {
    const { cardId } = await wallet.card();
    const { virtualCardId } = await wallet.give({ cardId, productId: 'visa', state: 'INACTIVE' });
    await change(virtualCardId, { type: 'ACTIVATED' });
    assert.deepEqual((await told()).slice(1), ['card DIGITIZE SUCCESSFUL']);
  });

  test('its erasure has no word in D1', async () => {
    const virtualCardId = await active();
    await change(virtualCardId, { type: 'DELETED', action: 'DELETE' });
    const before = await told();
    await change(virtualCardId, { type: 'ERASED' });
    assert.deepEqual(await told(), before);
  });
});

test('an operation that its issuer follows is told once', async () => {
  const virtualCardId = await active();
  await store.transaction(async tx => {
    const token = await tx.tokens.lock(virtualCardId);
    const card = token && (await tx.cards.lock(token.cardId));
    assert.ok(token && card);
    const { issuerId } = token;
    const target = { kind: 'DIGITAL_CARD', key: virtualCardId, id: virtualCardId } as const;
    const recorded = await recordOperation(hub, tx, { issuerId, target, operation: 'SUSPEND' });
    await beginChange(hub, tx, {
      card,
      token,
      action: 'SUSPEND',
      event: { type: 'SUSPENDED', by: 'ISSUER' },
      reason: null,
      call: { correlationId: 'call-1', recordedOperationId: recorded.operationId },
      running: [],
    });
  });
  await runDueOperations(hub);
  assert.deepEqual((await told()).slice(inUse.length), ['digital card SUSPEND SUCCESSFUL']);
});

test('a card that is deleted tells of itself and of each digital card', async () => {
  await active();
  await wallet.remove();
  await runDueOperations(hub);
  const deliveries = await told();
  assert.deepEqual(deliveries.slice(0, 3), inUse);
  assert.deepEqual(
    deliveries
      .slice(3)
      .filter(entry => !entry.endsWith('PENDING'))
      .toSorted(),
    ['card DELETE SUCCESSFUL', 'digital card DELETE SUCCESSFUL'],
  );
});

test('a card that is renewed tells UPDATE of each digital card in use, and nothing of others', async () => {
  await active();
  await wallet.provision(await wallet.enrol({ ...yellow, tokenStorageId: 'phone-2' }));
  const before = (await told()).length;
  await wallet.renew({ exp: '1234' });
  await runDueOperations(hub);
  const since = (await told()).slice(before);
  assert.deepEqual(
    since.filter(entry => entry.startsWith('digital')),
    ['digital card UPDATE SUCCESSFUL'],
  );
});

test('an issuer of the first version is told of tokenization alone, in its four members', async () => {
  const settings = (await store.issuers.find('BANKONE001'))?.settings.d1;
  assert.ok(settings);
  await wallet.reset({ d1: { ...settings, cardNotifications: 'V1' } });
  await wallet.register();
  const virtualCardId = await active();
  const [last] = await store.deliveries.list({ limit: 1 });
  const { operationId, ...rest } = last?.body ?? {};
  assert.equal(typeof operationId, 'string');
  assert.deepEqual(rest, { operation: 'DIGITIZE', status: 'SUCCESSFUL', digitalCardIds: [virtualCardId] });
  assert.deepEqual(last?.parameters, { cardId: 'card-1' });
});
