import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { VirtualCardRegistrationOutput } from '@countermark/wire/batch-file/operations';
import type { BatchDetails, BatchList } from '@countermark/wire/operator/batch';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import { runBatchFiles } from '../../../deadlines/batch-worker.ts';
import { openBatchHub } from '../../batch-hub.fixture.ts';
import { operatorApi, operatorToken } from './operator-api.fixture.ts';

const { hub, store, batchFile, record, makeElsewhere, reset } = await openBatchHub();
const api = await operatorApi({ store });
Object.assign(api.hub, hub);
const { call, refused } = api;
after(async () => {
  await api.app.close();
  await store.close();
});
beforeEach(reset);

async function send(payload: string, { media = 'application/octet-stream', query = '' } = {}) {
  const answer = await api.app.inject({
    method: 'POST',
    url: `${operatorBasePath}/batches${query}`,
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': media },
    payload,
  });
  return { status: answer.statusCode, body: answer.json<BatchDetails & { error?: string }>() };
}

const pan = '9990100100000000';

describe('POST /batches', () => {
  it('takes a file that is good, once', async () => {
    const text = await batchFile({ records: [await record({ rowId: 7, id: 'C1', pan })] });
    const first = await send(text);
    const { fileId, createdAt, ...told } = first.body;
    assert.equal(first.status, 201);
    assert.deepEqual(told, {
      state: 'RUNNING',
      issuerId: 'BANKONE001',
      batchId: 'B1',
      seqNumber: '1',
      operation: 'VIRTUAL_CARD_REGISTRATION',
      totalRecords: 1,
      settledRecords: 0,
      failedRecords: 0,
    });
    assert.ok(createdAt);
    const again = await send(text);
    assert.deepEqual([again.status, again.body.fileId], [200, fileId]);
  });

  it('keeps the name of a file', async () => {
    const query = '?fileName=B1-1-1767225600.json';
    const { body } = await send(await batchFile({ records: [] }), { query });
    assert.equal(body.fileName, 'B1-1-1767225600.json');
    const misnamed = await send('{}', { query: '?fileName=in/B1-1-1767225600.json' });
    assert.deepEqual([misnamed.status, misnamed.body.error], [400, 'bad-parameter']);
  });

  it('tells why a file is refused', async () => {
    const { status, body } = await send(`no batch file ${' '.repeat(3_000_000)}`);
    assert.deepEqual([status, body.state, body.errorCode], [201, 'REFUSED', '103']);
  });

  it('takes a file only', async () => {
    const { status, body } = await send('{}', { media: 'application/json' });
    assert.deepEqual([status, body.error], [415, 'wrong-media-type']);
  });
});

describe('GET /batches', () => {
  it('lists the newest first, page by page', async () => {
    for (const seqNumber of ['1', '2', '3']) await send(await batchFile({ header: { seqNumber } }));
    const { body: first } = await call<BatchList>('GET', '/batches?limit=2');
    const { body: rest } = await call<BatchList>('GET', `/batches?limit=2&before=${first.next}`);
    assert.deepEqual(
      [...first.batches, ...rest.batches].map(file => file.seqNumber),
      ['3', '2', '1'],
    );
    const { body: other } = await call<BatchList>('GET', '/batches?issuerId=BANKTWO002');
    assert.deepEqual(other, { batches: [] });
    await refused('bad-parameter', ['GET', '/batches?before=x']);
  });
});

describe('GET /batches/{fileId}', () => {
  it('shows how far a file is, and its answer once it is done', async () => {
    await makeElsewhere({ pan });
    const records = [await record({ rowId: 7, id: 'C1', pan }), { rowId: 8 }];
    const { fileId } = (await send(await batchFile({ records }))).body;
    const { message } = await refused('not-in-this-state', ['GET', `/batches/${fileId}/output`]);
    assert.match(message, /RUNNING/);
    await runBatchFiles(hub);
    await runBatchFiles(hub);
    const { body: file } = await call<BatchDetails>('GET', `/batches/${fileId}`);
    assert.deepEqual([file.state, file.settledRecords, file.failedRecords], ['DONE', 2, 1]);
    const { body: output } = await call<VirtualCardRegistrationOutput>('GET', `/batches/${fileId}/output`);
    assert.equal(output.header.totalRecords, 2);
    assert.deepEqual(
      output.recordsResults?.map(({ rowId, virtualCardRegistrationResult: result }) => [
        rowId,
        result.status,
      ]),
      [
        [7, 'OK'],
        [8, 'KO'],
      ],
    );
  });

  it('refuses a file it does not have', async () => {
    const nowhere = '/batches/0190f000-0000-7000-8000-00000000ffff';
    await refused('not-found', ['GET', nowhere]);
    await refused('not-found', ['GET', `${nowhere}/output`]);
    await refused('bad-parameter', ['GET', '/batches/nowhere']);
  });
});
