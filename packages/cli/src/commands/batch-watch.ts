import { resolve } from 'node:path';
import { FileId } from '@countermark/wire/operator/batch';
import type { Command } from 'commander';
import { finishBatch } from '../batch/finish-batch.ts';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark batch watch`. */
export function registerBatchWatch(batch: Command, terminal: Terminal): void {
  const command = batch
    .command('watch')
    .description('follow a batch file to its end and write the file that answers it')
    .argument('<file-id>', 'as `countermark batch list` shows it', checked(FileId))
    .option('--output <file>', 'where to write the answer (default: <file-id>_OUT.json here)');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark batch watch 0190f000-0000-7000-8000-000000000001')
    .action(async (fileId: string, options: OperatorOptions & { output?: string }) => {
      const output = resolve(terminal.folder, options.output ?? `${fileId}_OUT.json`);
      await finishBatch(await findOperator(options, terminal), terminal, { ...options, fileId, output });
    });
}
