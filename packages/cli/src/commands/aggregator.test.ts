import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
await writeFile(join(folder, 'signing.pem'), publicKey.export({ type: 'spki', format: 'pem' }));

const add = 'aggregator add AGGREGATE1 --issuer BANKONE001 --issuer BANKTWO002';

it('adds an aggregator with issuers and keys, and replaces its issuers', async () => {
  const out = await printed(`${add} --key agg-1=signing.pem`);
  assert.match(out, /^Aggregator +AGGREGATE1$/m);
  assert.match(out, /^Acts for +BANKONE001, BANKTWO002$/m);
  assert.match(out, /^Key +agg-1, uploaded /m);
  await printed('aggregator add AGGREGATE1 --issuer BANKTWO002 --name Processor');
  const shown = await printed('aggregator show AGGREGATE1');
  assert.match(shown, /^Name +Processor$[\s\S]*^Acts for +BANKTWO002$[\s\S]*^Key +agg-1/m);
  assert.equal(await store.aggregators.actsFor('AGGREGATE1', 'BANKONE001'), false);
});

it('lists all', async () => {
  assert.match(await printed('aggregator list'), /No aggregators yet/);
  await printed(add);
  assert.match(await printed('aggregator list'), /^AGGREGATE1 +AGGREGATE1 +BANKONE001, BANKTWO002$/m);
});

it('adds and removes a key', async () => {
  await printed(add);
  assert.match(await printed('aggregator key add AGGREGATE1 agg-2=signing.pem'), /signs with key agg-2\.$/);
  assert.equal((await store.aggregators.keys('AGGREGATE1')).length, 1);
  assert.match(await printed('aggregator key remove AGGREGATE1 agg-2'), /is removed\.$/);
  const { exitCode, err } = await countermark('aggregator key remove AGGREGATE1 agg-2');
  assert.deepEqual([exitCode, err], [1, 'countermark: Aggregator AGGREGATE1 has no key agg-2.']);
});
