import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { afterEach, type TestContext, test } from 'node:test';
import type {
  ConsumerCardRegistrationOutput,
  VirtualCardRegistrationOutput,
} from '@countermark/wire/batch-file/operations';
import { type BatchForm, consumerOf, consumersAndCards, virtualCards } from './support/batch-forms.ts';
import { type BatchGround, prepareBatchGround } from './support/batch-ground.ts';
import { peakMemory } from './support/peak-memory.ts';
import { withoutPostgresql } from './support/postgresql.ts';

const cards = { total: 2_000, withToken: 200 };

/** In MB. The file is held neither by the hub that takes it in nor by the one that carries it out. */
const limit = 320;

const skip = process.platform === 'linux' ? withoutPostgresql : 'needs Linux: memory is read from /proc';

let batch: BatchGround | null = null;
afterEach(() => batch?.close());

async function prepared(form: BatchForm): Promise<BatchGround> {
  batch = await prepareBatchGround(form, cards);
  return batch;
}

/** What a file came to, and its name. */
interface Outcome<Output extends { recordsResults?: unknown }> {
  rows: NonNullable<Output['recordsResults']>;
  fileName: string;
}

/** Sends a file, kills the hub in the middle of it, and has another one carry out the rest. */
async function carryOutInTwo<Output extends { recordsResults?: { rowId: number }[] }>(
  { ground, store, ...batch }: BatchGround,
  t: TestContext,
): Promise<Outcome<Output>> {
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
  const { settledRecords } = await batch.follow(hub, { fileId, until: ({ state }) => state === 'DONE' });
  assert.equal(settledRecords, cards.total);

  const { recordsResults: rows = [] } = (await operator.get(`/batches/${fileId}/output`)) as Output;
  assert.deepEqual(
    rows.map(({ rowId }) => rowId),
    [...Array(cards.total).keys()],
  );
  const settledBefore = new Map(before.map(({ rowId, result }) => [rowId, result]));
  for (const { rowId, ...row } of rows.filter(({ rowId }) => settledBefore.has(rowId)))
    assert.deepEqual(Object.values(row), [settledBefore.get(rowId)]);

  const peak = await peakMemory(hub.pid);
  t.diagnostic(`VmHWM of the hub: ${Math.round(peak)} MB`);
  assert.ok(peak < limit, `the hub took ${Math.round(peak)} MB`);
  return { rows, fileName: basename(file) };
}

async function knownTokens({ store }: BatchGround): Promise<string[]> {
  const known = await store.tokens.search({ limit: cards.total });
  return known.map(({ virtualCardId }) => virtualCardId).sort();
}

test('a batch file goes on where it was when the hub was killed in the middle, every row once', {
  skip,
}, async t => {
  const ground = await prepared(virtualCards);
  const { rows } = await carryOutInTwo<VirtualCardRegistrationOutput>(ground, t);
  assert.ok(rows.every(({ virtualCardRegistrationResult: { status } }) => status === 'OK'));
  const tokens = rows.flatMap(({ virtualCardRegistrationResult: { card } }) => card?.virtualCardIds ?? []);
  assert.equal(tokens.length, cards.withToken);
  assert.deepEqual(await knownTokens(ground), tokens.sort());
});

test('so does one of consumers and cards, some of them wrong', { skip }, async t => {
  const ground = await prepared(consumersAndCards);
  const { rows, fileName } = await carryOutInTwo<ConsumerCardRegistrationOutput>(ground, t);
  assert.deepEqual(
    rows.map(({ consumerAndCardRegistrationResult: { status, errorCode } }) => errorCode ?? status),
    rows.map(({ rowId }) => consumersAndCards.errorCodeOf(rowId) ?? 'OK'),
  );
  const tokens = rows.flatMap(
    ({ consumerAndCardRegistrationResult: { card } }) => card?.digitalCardIds ?? [],
  );
  assert.deepEqual(await knownTokens(ground), tokens.sort());
  const good = rows.map(({ rowId }) => rowId).filter(rowId => consumersAndCards.errorCodeOf(rowId) === null);
  const withToken = good.filter(rowId => rowId < cards.withToken);
  assert.equal(tokens.length, withToken.length);

  const page = { limit: 10, offset: 0 };
  const { issuerId } = consumersAndCards.product;
  for (const rowId of good) {
    const reference = { issuerId, badge: 'PRIMARY' as const, issuerCardRefId: `CARD-${rowId}` };
    const card = (await ground.store.cards.findByReference(reference)) ?? assert.fail(`no card ${rowId}`);
    assert.equal(card.holder?.consumerId, consumerOf(rowId));
    const made = await ground.store.recordedOperations.listOf({ kind: 'CARD', key: card.cardId }, page);
    assert.deepEqual(
      made.map(({ operation, inputFileName }) => [operation, inputFileName]),
      [['REGISTER', fileName]],
    );
  }
});
