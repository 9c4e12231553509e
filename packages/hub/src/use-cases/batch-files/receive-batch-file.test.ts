import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runBatchFiles } from '../../deadlines/batch-worker.ts';
import {
  type BatchFileParts,
  detachedSignature,
  header,
  openBatchHub,
} from '../../peers/batch-hub.fixture.ts';
import { at } from '../../store/test-objects.ts';
import { receiveBatchFile } from './receive-batch-file.ts';
import { openRecord } from './sealed-record.ts';

const { hub, store, time, batchFile, record, reset } = await openBatchHub();
after(() => store.close());
beforeEach(reset);

async function* bytes(text: string) {
  yield new TextEncoder().encode(text);
}

const send = (text: string) => receiveBatchFile(hub, bytes(text));
const sendParts = async (parts: BatchFileParts) => send(await batchFile(parts));
const rows = (...rowIds: unknown[]) => rowIds.map(rowId => ({ rowId }) as object);

describe('a batch file that is good', () => {
  test('is taken, and the same bytes again are the same file', async () => {
    const text = await batchFile({ records: rows(1, 2) });
    const first = await send(text);
    const { fileId, state, errorCode, totalRecords, batchId, seqNumber, issuerId } = first.file;
    assert.deepEqual([first.known, state, errorCode, totalRecords], ['NEW', 'RUNNING', null, 2]);
    assert.deepEqual({ batchId, seqNumber, issuerId, operation: first.file.operation }, header);
    const again = await send(text);
    assert.deepEqual([again.known, again.file.fileId], ['KNOWN', fileId]);
    assert.equal((await store.batchFiles.list({ limit: 10 })).length, 1);
    assert.equal((await store.batchFiles.openRecords(fileId, 10)).length, 2);
  });

  test('waits sealed: its records may tell of people', async () => {
    const { file } = await sendParts({ records: rows(1) });
    const [waiting] = await store.batchFiles.openRecords(file.fileId, 10);
    const { sealedRecord } = waiting ?? assert.fail();
    assert.ok(sealedRecord && !Buffer.from(sealedRecord).includes('rowId'));
    assert.equal(openRecord(hub.vault, file.fileId, { position: 0, sealedRecord }), '{"rowId":1}');
  });

  test('is signed over its text without white space, whatever its layout', async () => {
    const content = { header, records: rows(3, 1) };
    const signature = detachedSignature(JSON.stringify(content));
    const text = JSON.stringify({ signature, ...content }, null, 2).replaceAll('\n', '\r\n');
    assert.equal((await send(text)).file.state, 'RUNNING');
  });

  test('may be larger than a page', async () => {
    const { file } = await sendParts({ records: rows(...Array(1201).keys()) });
    assert.deepEqual([file.state, file.totalRecords], ['RUNNING', 1201]);
  });

  test('may hold no record: it is done', async () => {
    const { file } = await sendParts({});
    assert.equal(await runBatchFiles(hub), 1);
    assert.equal((await store.batchFiles.find(file.fileId))?.state, 'DONE');
  });
});

describe('a batch file is refused as a whole', () => {
  const refusals: Record<string, [errorCode: string, parts: BatchFileParts]> = {
    'an issuer nobody knows': ['100', { header: { issuerId: 'NOBODY0001' } }],
    'another operation': ['100', { header: { operation: 'SOMETHING_ELSE' } }],
    'a header without batch': ['105', { header: { batchId: undefined } }],
    'a header with a number that is too long': ['106', { header: { seqNumber: '1'.repeat(49) } }],
    'a record without row': ['106', { records: [{ rowId: 1 }, {}] }],
    'a record whose row is no number': ['106', { records: rows('one') }],
    'one row twice': ['107', { records: rows(1, 2, 1) }],
    'one row twice, far apart': ['107', { records: rows(...Array(600).keys(), 0) }],
    'no signature': ['110', { signature: null }],
    'a signature that is none': ['110', { signature: 'x..y' }],
    'the signature of another text': ['110', { records: rows(1), signature: detachedSignature('{}') }],
  };
  for (const [what, [errorCode, parts]] of Object.entries(refusals)) {
    test(`for ${what}: ${errorCode}`, async () => {
      const { file } = await sendParts(parts);
      assert.deepEqual([file.state, file.errorCode], ['REFUSED', errorCode]);
      assert.deepEqual(await store.batchFiles.records(file.fileId, { after: -1, limit: 10 }), []);
      assert.equal(await runBatchFiles(hub), 0);
    });
  }

  test('for breaking off: 103', async () => {
    const text = await batchFile({ records: rows(1, 2) });
    const { file } = await send(text.slice(0, -200));
    assert.deepEqual([file.state, file.errorCode], ['REFUSED', '103']);
  });

  test('for lacking header or records: 105', async () => {
    for (const text of ['{}', '{"records":[],"signature":"x"}'])
      assert.equal((await send(text)).file.errorCode, '105');
  });

  test('for the number of another file: 100; one that was refused does not count', async () => {
    assert.equal((await sendParts({ signature: 'x' })).file.errorCode, '110');
    assert.equal((await sendParts({ records: rows(1) })).file.state, 'RUNNING');
    assert.equal((await sendParts({ records: rows(2) })).file.errorCode, '100');
    assert.equal((await sendParts({ header: { seqNumber: '2' }, records: rows(2) })).file.state, 'RUNNING');
  });

  test('and may be sent again once the reason is gone', async () => {
    const text = await batchFile({ records: rows(1) });
    await store.issuers.removePublicKey({
      issuerId: header.issuerId,
      purpose: 'SIGNING',
      keyIdentifier: 'sign-1',
    });
    assert.equal((await send(text)).file.errorCode, '110');
    await reset();
    assert.equal((await send(text)).file.state, 'RUNNING');
  });
});

describe('a batch file whose sender fails', () => {
  test('leaves nothing', async () => {
    async function* broken() {
      yield new TextEncoder().encode('{"records":[{"rowId":1},');
      throw new Error('connection lost');
    }
    await assert.rejects(receiveBatchFile(hub, broken()), /connection lost/);
    assert.deepEqual(await store.batchFiles.list({ limit: 10 }), []);
  });

  test('with the hub is dropped an hour later', async () => {
    const { file } = await sendParts({
      records: [await record({ rowId: 1, id: 'C1', pan: '9990100100000000' })],
    });
    await store.batchFiles.save({ ...file, state: 'RECEIVING' });
    await runBatchFiles(hub);
    assert.equal((await store.batchFiles.find(file.fileId))?.state, 'RECEIVING');
    time.now = at(1000 + 3601);
    await runBatchFiles(hub);
    assert.equal(await store.batchFiles.find(file.fileId), null);
  });
});
