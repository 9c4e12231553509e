import { type BatchDetails, FileId } from '@countermark/wire/operator/batch';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark batch show`. */
export function registerBatchShow(batch: Command, terminal: Terminal): void {
  const command = batch
    .command('show')
    .description('show a batch file and how far it is')
    .argument('<file-id>', 'as `countermark batch list` shows it', checked(FileId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark batch show 0190f000-0000-7000-8000-000000000001')
    .action(async (fileId: string, options: OperatorOptions) => {
      const { batches } = await findOperator(options, terminal);
      print(terminal, await batches.get(fileId), { ...options, inWords: describeBatch });
    });
}

function describeBatch(file: BatchDetails): string {
  return renderFields([
    ['File', file.fileId],
    ['Name', file.fileName],
    ['State', file.state],
    ['Refused with', file.errorCode],
    ['Issuer', file.issuerId],
    ['Batch', file.batchId],
    ['Number', file.seqNumber],
    ['Operation', file.operation],
    ['Records', file.totalRecords],
    ['Settled', file.settledRecords],
    ['Failed', file.failedRecords],
    ['Came', inTable(file.createdAt)],
    ['Finished', file.finishedAt && inTable(file.finishedAt)],
  ]);
}
