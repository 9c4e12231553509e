import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { after, afterEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { openTestStore } from '../store/test-store.ts';
import type { KeyProvider } from './key-provider.ts';
import { openBox, sealBox } from './sealed-box.ts';
import { openVault } from './vault.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

function providerOf(byte: number): KeyProvider {
  const key = createSecretKey(Buffer.alloc(32, byte));
  const context = (label: { keyId: string; purpose: string }) => Buffer.from(label.keyId + label.purpose);
  return {
    description: `key ${byte}`,
    wrap: async (label, content) => sealBox({ key, context: context(label) }, content),
    unwrap: async (label, wrapped) => openBox({ key, context: context(label) }, wrapped),
  };
}

const keyProvider = providerOf(1);
const open = () => openVault({ keyProvider, keyStore: store.vaultKeys });

const pan = '9990100100000000';
const address = { table: 'card', column: 'pan', rowId: 'card-1' };

const keyIdOf = (sealed: Uint8Array) => Buffer.from(sealed.subarray(1, 9)).toString('hex');

/** What `call` throws, with everything a log could show of it. */
function thrown(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return inspect(error, { depth: null, showHidden: true });
  }
  return assert.fail('nothing was thrown');
}

describe('a sealed field', () => {
  test('opens at its address, in this process and the next', async () => {
    const vault = await open();
    for (const text of [pan, '', 'é€😀\u0000']) {
      const sealed = vault.seal(address, text);
      assert.equal(vault.open(address, sealed), text);
      assert.equal((await open()).open(address, sealed), text);
    }
  });

  test('begins with its version and the id of its key, and shows nothing of the text', async () => {
    const sealed = (await open()).seal(address, pan);
    assert.equal(sealed[0], 1);
    const current = (await store.vaultKeys.list()).find(key => key.purpose === 'field');
    assert.equal(keyIdOf(sealed), current?.keyId);
    assert.equal(sealed.length, 1 + 8 + 12 + pan.length + 16);
    assert.equal(Buffer.from(sealed).includes(pan.slice(0, 4)), false);
  });

  test('does not open in another table, column or row', async () => {
    const vault = await open();
    const sealed = vault.seal(address, pan);
    const elsewhere = [
      { ...address, table: 'enrolment' },
      { ...address, column: 'expiry' },
      { ...address, rowId: 'card-2' },
      { table: 'card","pan', column: 'card-1', rowId: '' },
    ];
    for (const place of elsewhere) {
      assert.match(
        thrown(() => vault.open(place, sealed)),
        /changed, or sealed for another place/,
      );
    }
  });

  test('does not open with any bit changed', async () => {
    const vault = await open();
    const sealed = vault.seal(address, pan);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => vault.open(address, changed), /card\.pan of card-1/, `bit ${bit}`);
    }
  });

  test('does not open cut short', async () => {
    const vault = await open();
    const sealed = vault.seal(address, pan);
    for (const length of [0, 1, 8, 9, 20, sealed.length - 1]) {
      assert.throws(() => vault.open(address, sealed.subarray(0, length)), /card\.pan of card-1/);
    }
  });
});

describe('a fingerprint', () => {
  test('is the same for the same text, in this process and the next', async () => {
    const fingerprint = (await open()).fingerprint('pan', pan);
    assert.match(fingerprint, /^[0-9a-f]{64}$/);
    assert.equal((await open()).fingerprint('pan', pan), fingerprint);
  });

  test('differs by text, by domain and by database', async () => {
    const vault = await open();
    const fingerprints = [
      vault.fingerprint('pan', pan),
      vault.fingerprint('token', pan),
      vault.fingerprint('otp', pan),
      vault.fingerprint('pan', '4111111111111111'),
    ];
    await store.empty();
    fingerprints.push((await open()).fingerprint('pan', pan));
    assert.equal(new Set(fingerprints).size, 5);
  });
});

describe('the keys of a vault', () => {
  test('are made by the first to open it, one of each purpose, whoever starts at the same time', async () => {
    const vaults = await Promise.all([open(), open(), open(), open()]);
    const purposes = (await store.vaultKeys.list()).map(key => key.purpose);
    assert.deepEqual(purposes.toSorted(), ['field', 'fingerprint']);
    for (const vault of vaults) {
      assert.equal(vault.fingerprint('pan', pan), vaults[0]?.fingerprint('pan', pan));
      assert.equal(vaults[0]?.open(address, vault.seal(address, pan)), pan);
    }
  });

  test('do not open with the key of another database', async () => {
    await open();
    const opening = openVault({ keyProvider: providerOf(2), keyStore: store.vaultKeys });
    await assert.rejects(
      opening,
      /this vault key does not belong to this database: key 2 does not unwrap key/,
    );
    assert.equal((await store.vaultKeys.list()).length, 2);
  });

  test('do not open in the place of one another', async () => {
    await open();
    await store.database
      .updateTable('vault_key')
      .set({ purpose: 'field', retired_at: new Date(0) })
      .where('purpose', '=', 'fingerprint')
      .execute();
    await assert.rejects(open(), /does not belong to this database/);
  });

  test('rotate: the new one seals, the old one still opens, look-up stays', async () => {
    const vault = await open();
    const before = vault.seal(address, pan);
    const fingerprint = vault.fingerprint('pan', pan);
    const keyId = await vault.rotateFieldKey();
    const after = vault.seal(address, pan);
    assert.notEqual(keyIdOf(before), keyId);
    assert.equal(keyIdOf(after), keyId);
    for (const opened of [vault, await open()]) {
      assert.equal(opened.open(address, before), pan);
      assert.equal(opened.open(address, after), pan);
      assert.equal(opened.fingerprint('pan', pan), fingerprint);
    }
  });

  test('rotate once when two processes rotate at once', async () => {
    const [one, other] = [await open(), await open()];
    const keyIds = await Promise.all([one.rotateFieldKey(), other.rotateFieldKey()]);
    assert.equal(keyIds[0], keyIds[1]);
    assert.equal((await store.vaultKeys.list()).filter(key => key.purpose === 'field').length, 2);
  });

  test('made by another process are known after a refresh', async () => {
    const [one, other] = [await open(), await open()];
    await one.rotateFieldKey();
    const sealed = one.seal(address, pan);
    assert.throws(() => other.open(address, sealed), /key [0-9a-f]{16} is unknown/);
    await other.refresh();
    assert.equal(other.open(address, sealed), pan);
  });
});

describe('what a vault shows', () => {
  test('in its errors is nothing of the text', async () => {
    const vault = await open();
    const sealed = vault.seal(address, pan);
    const changed = sealed.map((byte, index) => (index === 30 ? byte ^ 1 : byte));
    const hex = Buffer.from(pan).toString('hex');
    for (const call of [
      () => vault.open({ ...address, column: 'expiry' }, sealed),
      () => vault.open(address, changed),
      () => vault.open(address, Buffer.from(pan)),
      () => vault.open(address, Uint8Array.from([1, ...Buffer.from(pan)])),
    ]) {
      const shown = thrown(call);
      assert.equal(shown.includes(pan.slice(6)) || shown.includes(hex), false, shown);
    }
  });

  test('when it is printed is no key', async () => {
    const shown = inspect(await open(), { depth: null, showHidden: true });
    assert.doesNotMatch(shown, /Buffer|Uint8Array|KeyObject/);
  });
});
