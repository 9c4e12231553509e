import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { builtInTestCard } from '../test-cards.ts';
import { openWalletReferences } from './wallet-references.ts';

const folder = await mkdtemp(join(tmpdir(), 'wallet-references-'));
after(() => rm(folder, { recursive: true }));

const { pan } = builtInTestCard;

test('a card has one reference per wallet, the same after a restart', async () => {
  const stateFile = join(folder, 'made', 'wallet-simulator.json');
  const before = await openWalletReferences(stateFile);
  const reference = before.walletCardRefId('APPLE_PAY', pan);
  const restarted = await openWalletReferences(stateFile);
  assert.equal(restarted.walletCardRefId('APPLE_PAY', pan), reference);
  assert.equal(restarted.walletUserId('APPLE_PAY'), before.walletUserId('APPLE_PAY'));
  assert.notEqual(restarted.walletCardRefId('SPAYHCE', pan), reference);
  assert.notEqual(restarted.walletCardRefId('APPLE_PAY', '4111111111111111'), reference);
});

test('another simulator has other references', async () => {
  const one = await openWalletReferences(join(folder, 'one.json'));
  const other = await openWalletReferences(join(folder, 'other.json'));
  assert.notEqual(one.walletCardRefId('APPLE_PAY', pan), other.walletCardRefId('APPLE_PAY', pan));
});

test('the state is a secret that only its owner may read, and nothing of cards', async () => {
  const stateFile = join(folder, 'private.json');
  const references = await openWalletReferences(stateFile);
  references.walletCardRefId('APPLE_PAY', pan);
  assert.equal((await stat(stateFile)).mode & 0o777, 0o600);
  assert.deepEqual(Object.keys(JSON.parse(await readFile(stateFile, 'utf8'))), ['secret']);
});

test('a state file without a secret is not overwritten', async () => {
  const stateFile = join(folder, 'damaged.json');
  await writeFile(stateFile, '{}');
  await assert.rejects(openWalletReferences(stateFile), /holds no "secret"/);
  assert.equal(await readFile(stateFile, 'utf8'), '{}');
});
