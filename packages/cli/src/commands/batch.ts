import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerBatchList } from './batch-list.ts';
import { registerBatchRun } from './batch-run.ts';
import { registerBatchShow } from './batch-show.ts';
import { registerBatchWatch } from './batch-watch.ts';

/** `countermark batch …`: files of issuers that ask for one thing many times over. */
export function registerBatch(program: Command, terminal: Terminal): void {
  const batch = program
    .command('batch')
    .description('batch files: tokens made before their issuer joined, consumers and cards');
  registerBatchRun(batch, terminal);
  registerBatchList(batch, terminal);
  registerBatchShow(batch, terminal);
  registerBatchWatch(batch, terminal);
}
