import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { outputNameOf } from '@countermark/wire/batch-file/file-name';
import type { Command } from 'commander';
import { finishBatch } from '../batch/finish-batch.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { unreadable } from '../named-file.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark batch run`. */
export function registerBatchRun(batch: Command, terminal: Terminal): void {
  const command = batch
    .command('run')
    .description('send a batch file, follow it to its end and write the file that answers it')
    .argument('<file>', 'signed batch file; the same file again goes on where it was')
    .option('--output <file>', 'where to write the answer (default: beside the file, named …_OUT.json)');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark batch run B1-1-1767225600.json')
    .action(async (file: string, options: OperatorOptions & { output?: string }) => {
      const operator = await findOperator(options, terminal);
      const path = resolve(terminal.folder, file);
      const content = createReadStream(path);
      await once(content, 'open').catch((error: unknown) => {
        throw unreadable(file, error);
      });
      const { fileId } = await operator.batches.send(content, { fileName: basename(path) });
      const output = resolve(terminal.folder, options.output ?? outputNameOf(path));
      await finishBatch(operator, terminal, { ...options, fileId, output });
    });
}
