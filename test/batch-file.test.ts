import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { VirtualCardRegistrationOutput } from '@countermark/wire/batch-file/operations';
import type { BatchDetails } from '@countermark/wire/operator/batch';
import { type BatchGround, prepareBatchGround } from './support/batch-ground.ts';
import { peakMemory } from './support/peak-memory.ts';
import { withoutPostgresql } from './support/postgresql.ts';

const cards = { total: 2_000, withToken: 200 };

/** In MB. The file is held neither by the hub that takes it in nor by the one that carries it out. */
const limit = 250;

const skip = process.platform === 'linux' ? withoutPostgresql : 'needs Linux: memory is read from /proc';

let batch: BatchGround;
before(async () => {
  if (!skip) batch = await prepareBatchGround(cards);
});
after(() => batch?.close());

const isDone = ({ state }: BatchDetails) => state === 'DONE';

test('a batch file goes on where it was when the hub was killed in the middle, every row once', {
  skip,
}, async t => {
  const { ground, store } = batch;
  const killed = await ground.startHub();
  const file = await batch.writeBatchFile(killed);
  const { fileId } = await batch.send(killed, file);
  await batch.follow(killed, { fileId, until: ({ settledRecords }) => settledRecords >= 300 });
  process.kill(killed.pid, 'SIGKILL');
  await killed.ended;
  const before = await store.batchFiles.results(fileId, { after: -1, limit: cards.total });
  assert.ok(before.length >= 300 && before.length < cards.total, `${before.length} rows were settled`);

  const hub = await ground.startHub();
  t.after(() => hub.stop());
  const operator = ground.operator(hub);
  const again = await batch.send(hub, file);
  assert.deepEqual([again.fileId, again.state], [fileId, 'RUNNING']);
  // The lease of the hub that is gone ends.
  await operator.send('POST', '/clock/advance', { milliseconds: 15_000 });
  const done = await batch.follow(hub, { fileId, until: isDone });
  assert.deepEqual([done.settledRecords, done.failedRecords], [cards.total, 0]);

  const output = (await operator.get(`/batches/${fileId}/output`)) as VirtualCardRegistrationOutput;
  const results = output.recordsResults ?? [];
  assert.deepEqual(
    results.map(({ rowId }) => rowId),
    [...Array(cards.total).keys()],
  );
  assert.deepEqual(
    results
      .filter(({ rowId }) => before.some(row => row.rowId === rowId))
      .map(row => row.virtualCardRegistrationResult),
    before.map(({ result }) => result),
  );
  const tokens = results.flatMap(({ virtualCardRegistrationResult: { card } }) => card?.virtualCardIds ?? []);
  assert.equal(new Set(tokens).size, cards.withToken);
  assert.equal(tokens.length, cards.withToken);
  const known = await store.tokens.search({ limit: cards.total });
  assert.deepEqual(known.map(({ virtualCardId }) => virtualCardId).sort(), tokens.sort());

  const peak = await peakMemory(hub.pid);
  t.diagnostic(`VmHWM of the hub: ${Math.round(peak)} MB`);
  assert.ok(peak < limit, `the hub took ${Math.round(peak)} MB`);
});
