/**
 * A batch file of 100,000 records on PostgreSQL, the hub killed (SIGKILL) in the middle of it.
 *
 *   COUNTERMARK_TEST_DATABASE_URL=postgres://… node bench/batch-file.ts [records] [consumers-and-cards]
 */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import type { HubChild } from '@countermark/sandbox/sandbox/hub-child';
import type { BatchOutput } from '@countermark/wire/batch-file/operations';
import { consumersAndCards, virtualCards } from '../test/support/batch-forms.ts';
import { prepareBatchGround } from '../test/support/batch-ground.ts';
import { peakMemory } from '../test/support/peak-memory.ts';

const total = Number(process.argv[2] ?? 100_000);
const withToken = total / 20;
const form = process.argv[3] === 'consumers-and-cards' ? consumersAndCards : virtualCards;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs `work` and says how long it took. */
async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

const batch = await prepareBatchGround(form, { total, withToken });
const hubs: HubChild[] = [];
const start = async () => {
  const hub = await batch.ground.startHub();
  hubs.push(hub);
  return hub;
};
try {
  const first = await start();
  const file = await batch.writeBatchFile(first);
  const { size } = await stat(file);
  say(`${total} records, ${withToken} of cards with a token, ${(size / 1e6).toFixed(1)} MB`);
  const { fileId } = await timed('taken in, signature checked', () => batch.send(first, file));
  const half = await timed('carried out to the half', () =>
    batch.follow(first, { fileId, until: ({ settledRecords }) => settledRecords >= total / 2 }),
  );
  say(`VmHWM of the hub: ${Math.round(await peakMemory(first.pid))} MB; killed at ${half.settledRecords}`);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;

  const second = await start();
  const operator = batch.ground.operator(second);
  await operator.send('POST', '/clock/advance', { milliseconds: 15_000 });
  const done = await timed('carried out to the end', () =>
    batch.follow(second, { fileId, until: ({ state }) => state === 'DONE' }),
  );
  say(`VmHWM of the hub: ${Math.round(await peakMemory(second.pid))} MB`);
  const output = (await operator.get(`/batches/${fileId}/output`)) as BatchOutput;
  const rows = output.recordsResults ?? [];
  const good = [...Array(total).keys()].filter(rowId => form.errorCodeOf(rowId) === null);
  assert.deepEqual([done.failedRecords, rows.length], [total - good.length, total]);
  const tokens = await batch.store.tokens.search({ limit: total });
  assert.equal(tokens.length, good.filter(rowId => rowId < withToken).length);
  say('every row once');
} finally {
  await Promise.all(hubs.map(hub => hub.stop()));
  await batch.close();
}
