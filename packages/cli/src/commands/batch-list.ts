import { type BatchFilter, type BatchList, FileId } from '@countermark/wire/operator/batch';
import { IssuerId, Limit } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { stateColour } from '../output/colour.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

interface ListOptions extends OperatorOptions {
  issuer?: string;
  before?: string;
  limit?: string;
}

/** `countermark batch list`. */
export function registerBatchList(batch: Command, terminal: Terminal): void {
  const command = batch
    .command('list')
    .description('list batch files, the newest first')
    .option('--issuer <issuer-id>', 'of this issuer only', checked(IssuerId))
    .option('--limit <count>', 'how many, 1 to 500 (default: 50)', checked(Limit))
    .option('--before <file-id>', 'go on before this file', checked(FileId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark batch list --issuer BANKONE001')
    .action(async (options: ListOptions) => {
      const { batches } = await findOperator(options, terminal);
      print(terminal, await batches.list(filterOf(options)), {
        ...options,
        inWords: list => renderBatches(list, terminal),
      });
    });
}

function filterOf({ issuer, before, limit }: ListOptions): BatchFilter {
  return {
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(before !== undefined && { before }),
    ...(limit !== undefined && { limit }),
  };
}

function renderBatches({ batches, next }: BatchList, { colour }: Terminal): string {
  if (batches.length === 0) return 'No such batch files.';
  const table = renderTable(batches, {
    colour,
    columns: [
      { title: 'FILE', value: ({ fileId }) => fileId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'CODE', value: ({ errorCode }) => errorCode },
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'BATCH', value: ({ batchId }) => batchId },
      { title: 'NUMBER', value: ({ seqNumber }) => seqNumber },
      { title: 'RECORDS', value: ({ totalRecords }) => totalRecords, align: 'right' },
      { title: 'CAME', value: ({ createdAt }) => inTable(createdAt) },
    ],
  });
  return next === undefined ? table : `${table}\n\nMore with --before ${next}`;
}
