import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { DeviceBinding } from '../core/device-binding.ts';
import { UniqueViolation } from '../ports/store.ts';
import { aCard, aDeviceBinding, anExchange, aToken, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());

async function insertAll(...bindings: Partial<DeviceBinding>[]): Promise<void> {
  for (const binding of bindings) await store.deviceBindings.insert(aDeviceBinding(binding));
}

const ids = (bindings: readonly DeviceBinding[]) => bindings.map(({ bindingId }) => bindingId);

describe('device bindings', () => {
  beforeEach(async () => {
    await store.empty();
    await store.cards.insert(aCard());
    await store.tokens.insert(aToken());
    await store.tokens.insert(aToken({ virtualCardId: id(1002) }));
  });

  test('a binding comes back as it was inserted, and as it was saved last', async () => {
    await insertAll({});
    assert.deepEqual(await store.deviceBindings.find(id(6001)), aDeviceBinding());
    const changed = aDeviceBinding({
      state: 'APPROVED',
      refusal: { kind: 'DECLINED', code: 170, message: 'no' },
      decision: 'yellow',
      idvMethods: [{ id: 'sms', type: 'cell_phone' }],
      chosenMethodId: 'sms',
      challenge: { methodId: 'sms', expiresAt: at(600), attempts: 1, sends: 2 },
      approval: { source: 'ISSUER', correlationId: 'call', at: at(7) },
      authenticatorInfo: null,
      attempts: 3,
      issuerWait: 12.5,
      dueAt: at(9),
    });
    await store.deviceBindings.save(changed);
    assert.deepEqual(await store.deviceBindings.find(id(6001)), changed);
    const locked = await store.transaction(tx => tx.deviceBindings.lock(id(6001)));
    assert.deepEqual(locked, changed);
    assert.equal(await store.deviceBindings.find(id(6002)), null);
  });

  test('saving a binding that is not there, or inserting one of no token, is a fault', async () => {
    await assert.rejects(store.deviceBindings.save(aDeviceBinding()), /not in the store/);
    await assert.rejects(insertAll({ virtualCardId: id(1009) }), /foreign key/);
    await assert.rejects(store.deviceBindings.lock(id(6001)), /transaction/);
  });

  test('a token has one binding under way, and a device is bound to it once', async () => {
    await insertAll({ state: 'BOUND' }, { bindingId: id(6002), state: 'VERIFICATION_DUE' });
    await assert.rejects(insertAll({ bindingId: id(6003), tokenStorageId: 'phone-2' }), UniqueViolation);
    await assert.rejects(insertAll({ bindingId: id(6003), state: 'BOUND' }), UniqueViolation);
    await insertAll(
      { bindingId: id(6003), state: 'BOUND', tokenStorageId: 'phone-2' },
      { bindingId: id(6004), state: 'FAILED' },
      { bindingId: id(6005), state: 'UNBOUND' },
      { bindingId: id(6006), virtualCardId: id(1002) },
    );
    const listed = await store.deviceBindings.ofToken(id(1001));
    assert.deepEqual(ids(listed), [id(6001), id(6002), id(6003), id(6004), id(6005)]);
  });

  test('what is due is listed, longest due first', async () => {
    await insertAll(
      { bindingId: id(6001), state: 'BOUND' },
      { bindingId: id(6002), state: 'FAILED', dueAt: at(5) },
      { bindingId: id(6003), state: 'FAILED', dueAt: at(1) },
      { bindingId: id(6004), state: 'FAILED', dueAt: at(6) },
    );
    assert.deepEqual(await store.deviceBindings.due(at(5), 10), [id(6003), id(6002)]);
    assert.deepEqual(await store.deviceBindings.due(at(5), 1), [id(6003)]);
  });

  test('what was said in a binding is said of its token', async () => {
    await insertAll({});
    const said = anExchange({ correlationId: id(6001), operation: 'requestDeviceBinding' });
    await store.exchanges.record(said);
    assert.deepEqual(await store.exchanges.ofToken(id(1001)), [said]);
  });
});
