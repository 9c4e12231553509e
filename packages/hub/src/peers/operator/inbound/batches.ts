import type { Readable } from 'node:stream';
import { BatchOutput } from '@countermark/wire/batch-file/operations';
import {
  BatchDetails,
  BatchFilter,
  BatchList,
  type BatchView,
  batchFileMediaType,
  FileId,
  SentBatch,
} from '@countermark/wire/operator/batch';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { defaultLimit } from '@countermark/wire/operator/elements';
import type { BatchFile } from '../../../core/batch-file.ts';
import type { Hub } from '../../../ports/hub.ts';
import { batchOutput } from '../../../use-cases/batch-files/batch-output.ts';
import { receiveBatchFile } from '../../../use-cases/batch-files/receive-batch-file.ts';
import { type Operation, operation, upload } from './operation.ts';
import { created, ok, type Refused, refuse } from './outcome.ts';

const ofFile = closedObject({ fileId: FileId });

export const batchOperations: readonly Operation[] = [
  operation({
    name: 'listBatches',
    method: 'GET',
    path: '/batches',
    query: BatchFilter,
    response: BatchList,
    async act({ hub, query }) {
      const limit = Number(query.limit ?? defaultLimit);
      const files = await hub.store.batchFiles.list({ ...query, limit });
      const next = files.length < limit ? undefined : files.at(-1)?.fileId;
      return ok({
        batches: files.map(viewFile),
        ...(next !== undefined && { next }),
      } satisfies BatchList);
    },
  }),
  upload({
    name: 'sendBatch',
    method: 'POST',
    path: '/batches',
    query: SentBatch,
    media: batchFileMediaType,
    response: BatchDetails,
    async act({ hub, query, body }) {
      const { file, known } = await receiveBatchFile(hub, toTheEnd(body), query);
      const details = await viewDetails(hub, file);
      return known === 'NEW' ? created(details) : ok(details);
    },
  }),
  operation({
    name: 'getBatch',
    method: 'GET',
    path: '/batches/:fileId',
    params: ofFile,
    response: BatchDetails,
    async act({ hub, params }) {
      const file = await hub.store.batchFiles.find(params.fileId);
      return file ? ok(await viewDetails(hub, file)) : unknownFile(params);
    },
  }),
  operation({
    name: 'getBatchOutput',
    method: 'GET',
    path: '/batches/:fileId/output',
    params: ofFile,
    response: BatchOutput,
    async act({ hub, params }) {
      const file = await hub.store.batchFiles.find(params.fileId);
      if (!file) return unknownFile(params);
      if (file.state !== 'DONE' && file.state !== 'REFUSED')
        return refuse(
          'not-in-this-state',
          `The file is ${file.state}; it is answered once it is DONE.`,
          'fileId',
        );
      return { status: 200, media: 'application/json', pieces: batchOutput(hub, file) };
    },
  }),
];

/**
 * A file that is refused is not read any further, but the rest of it must go somewhere: who still sends would not hear
 * the answer.
 */
async function* toTheEnd(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } finally {
    body.resume();
  }
}

function unknownFile({ fileId }: { fileId: string }): Refused {
  return refuse('not-found', `There is no batch file ${fileId}. \`countermark batch list\` shows all.`);
}

function viewFile(file: BatchFile): BatchView {
  const { fileName, issuerId, batchId, seqNumber, operation, errorCode, finishedAt } = file;
  return {
    fileId: file.fileId,
    state: file.state,
    ...(fileName !== null && { fileName }),
    ...(issuerId !== null && { issuerId }),
    ...(batchId !== null && { batchId }),
    ...(seqNumber !== null && { seqNumber }),
    ...(operation !== null && { operation }),
    ...(errorCode !== null && { errorCode }),
    totalRecords: file.totalRecords,
    createdAt: file.createdAt.toISOString(),
    ...(finishedAt !== null && { finishedAt: finishedAt.toISOString() }),
  };
}

async function viewDetails(hub: Hub, file: BatchFile): Promise<BatchDetails> {
  const { settled, failed } = await hub.store.batchFiles.progress(file.fileId);
  return { ...viewFile(file), settledRecords: settled, failedRecords: failed };
}
