import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openStore } from './store.ts';

const parent = await mkdtemp(join(tmpdir(), 'countermark-pglite-'));
after(() => rm(parent, { recursive: true }));

test('a PGlite folder keeps what was stored, and is open once', async () => {
  const url = `pglite:${join(parent, 'new', 'database')}`;
  const first = await openStore({ url });
  assert.equal(first.engine, 'pglite');
  await first.settings.set('kept', true);
  await assert.rejects(openStore({ url }), /is open in process/);
  await first.close();
  assert.deepEqual(await readdir(join(parent, 'new')), ['database']);
  const second = await openStore({ url });
  assert.equal(await second.settings.get('kept'), true);
  await second.close();
});

test('a PGlite database in memory begins empty', async () => {
  const store = await openStore({ url: 'pglite:memory' });
  assert.equal(store.engine, 'pglite');
  assert.deepEqual(await store.issuers.list(), []);
  await store.close();
});
