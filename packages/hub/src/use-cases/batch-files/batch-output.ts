import type { BatchOutputHeader } from '@countermark/wire/batch-file/header';
import { batchOperations } from '@countermark/wire/batch-file/operations';
import { type BatchFile, isRunnable, type RunnableBatchFile } from '../../core/batch-file.ts';
import type { Hub } from '../../ports/hub.ts';

/** How many results are read at a time. */
const page = 500;

/** The file that answers a batch file which is done or refused, as JSON, piece by piece. */
export async function* batchOutput(hub: Pick<Hub, 'store'>, file: BatchFile): AsyncGenerator<string> {
  yield `{"header":${JSON.stringify(headerOf(file))}`;
  if (file.state === 'DONE' && isRunnable(file)) yield* results(hub, file);
  yield '}\n';
}

async function* results(
  hub: Pick<Hub, 'store'>,
  { fileId, operation }: RunnableBatchFile,
): AsyncGenerator<string> {
  const member = batchOperations[operation].result;
  yield ',"recordsResults":[\n';
  for (let after = -1; ; ) {
    const found = await hub.store.batchFiles.results(fileId, { after, limit: page });
    const lines = found.map(({ rowId, result }) => JSON.stringify({ rowId, [member]: result }));
    if (lines.length > 0) yield `${after === -1 ? '' : ',\n'}${lines.join(',\n')}`;
    after = found.at(-1)?.position ?? after;
    if (found.length < page) break;
  }
  yield '\n]';
}

function headerOf(file: BatchFile): BatchOutputHeader {
  const { batchId, seqNumber, issuerId, operation, totalRecords, errorCode } = file;
  return {
    ...(batchId !== null && { batchId }),
    ...(seqNumber !== null && { seqNumber }),
    ...(issuerId !== null && { issuerId }),
    ...(operation !== null && { operation }),
    totalRecords,
    ...(errorCode !== null && { errorCode }),
  };
}
