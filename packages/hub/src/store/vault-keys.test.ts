import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import type { WrappedKey } from '../vault/key-store.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const key = (keyId: string, purpose: WrappedKey['purpose'] = 'field'): WrappedKey => ({
  keyId,
  purpose,
  wrapped: new Uint8Array([1, 2, 3]),
});

const current = async () =>
  (await store.vaultKeys.list()).filter(stored => stored.retiredAt === null).map(stored => stored.keyId);

describe('vault keys', () => {
  test('a key comes back as it was added', async () => {
    await store.vaultKeys.addFirst(key('a'));
    const [stored, ...others] = await store.vaultKeys.list();
    assert.ok(stored?.createdAt instanceof Date);
    assert.deepEqual(stored, { ...key('a'), createdAt: stored.createdAt, retiredAt: null });
    assert.deepEqual(others, []);
  });

  test('of several that add the first key at once, one does, per purpose', async () => {
    await Promise.all([
      store.vaultKeys.addFirst(key('a')),
      store.vaultKeys.addFirst(key('b')),
      store.vaultKeys.addFirst(key('c', 'fingerprint')),
      store.vaultKeys.addFirst(key('d', 'fingerprint')),
    ]);
    const purposes = (await store.vaultKeys.list()).map(stored => stored.purpose);
    assert.deepEqual(purposes.toSorted(), ['field', 'fingerprint']);
  });

  test('a current key is replaced once', async () => {
    await store.vaultKeys.addFirst(key('a'));
    const replaced = await Promise.all([
      store.vaultKeys.replace('a', key('b')),
      store.vaultKeys.replace('a', key('c')),
    ]);
    assert.deepEqual(replaced.toSorted(), [false, true]);
    const [winner] = await current();
    assert.ok(winner === 'b' || winner === 'c');
    const retired = (await store.vaultKeys.list()).find(stored => stored.keyId === 'a');
    assert.ok(retired?.retiredAt instanceof Date);
  });

  test('what is not current is not replaced', async () => {
    assert.equal(await store.vaultKeys.replace('nothing', key('a')), false);
    assert.deepEqual(await store.vaultKeys.list(), []);
  });
});
