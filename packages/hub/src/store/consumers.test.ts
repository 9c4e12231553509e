import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { aConsumer, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const named = { issuerId: 'BANKONE001', consumerId: 'consumer-1' };

describe('consumers', () => {
  test('are found by their key, and by their name while they are active', async () => {
    await store.consumers.insert(aConsumer());
    assert.deepEqual(await store.consumers.find(aConsumer().consumerKey), aConsumer());
    assert.deepEqual(await store.consumers.findActive(named), aConsumer());
    assert.equal(await store.consumers.findActive({ ...named, issuerId: 'BANKTWO002' }), null);
    const deleted = aConsumer({ state: 'DELETED', sealedPersonalInformation: null });
    await store.transaction(async tx => {
      assert.deepEqual(await tx.consumers.lock(deleted.consumerKey), aConsumer());
      await tx.consumers.save(deleted);
    });
    assert.equal(await store.consumers.findActive(named), null);
    assert.deepEqual(await store.consumers.findNewest(named), deleted);
  });

  test('give their id on once they are deleted, not before', async () => {
    await store.consumers.insert(aConsumer());
    const second = aConsumer({ consumerKey: id(2) });
    await assert.rejects(store.consumers.insert(second), { constraint: 'consumer_active_unique' });
    await store.consumers.save(aConsumer({ state: 'DELETED' }));
    await store.consumers.insert(second);
    assert.deepEqual(await store.consumers.findActive(named), second);
    assert.deepEqual(await store.consumers.findNewest(named), second);
  });

  test('cannot be saved before they are there', async () => {
    await assert.rejects(store.consumers.save(aConsumer()), /consumer/);
  });
});
