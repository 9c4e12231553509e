import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { at, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
beforeEach(() => store.empty());

const use = { issuerId: 'BANKONE001', codeId: 'jti 1', forgetAfter: at(60) };

test('of many that take one code at the same time one is told that it was new', async () => {
  const taken = await Promise.all(Array.from({ length: 8 }, () => store.pushUses.take(use)));
  assert.equal(taken.filter(Boolean).length, 1);
});

test('codes of two issuers may have one name', async () => {
  assert.ok(await store.pushUses.take(use));
  assert.ok(await store.pushUses.take({ ...use, issuerId: 'BANKTWO002' }));
  assert.ok(await store.pushUses.take({ ...use, codeId: 'nonce 1' }));
});

test('a code is forgotten once it is too old to be good, and not before', async () => {
  await store.pushUses.take(use);
  assert.equal(await store.pushUses.forget(at(60)), 0);
  assert.equal(await store.pushUses.take(use), false);
  assert.equal(await store.pushUses.forget(at(61)), 1);
  assert.equal(await store.pushUses.forget(start), 0);
});
