import type { RequestorList } from '@countermark/wire/operator/requestor';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark requestor list`. */
export function registerRequestorList(requestor: Command, terminal: Terminal): void {
  withOperatorOptions(requestor.command('list').description('list all token requestors'))
    .addHelpText('after', '\nExample:\n  $ countermark requestor list')
    .action(async (options: OperatorOptions) => {
      const { requestors } = await findOperator(options, terminal);
      print(terminal, await requestors.list(), {
        ...options,
        inWords: list => renderRequestors(list, terminal),
      });
    });
}

function renderRequestors({ requestors }: RequestorList, { colour }: Terminal): string {
  if (requestors.length === 0) return 'No token requestors yet: add one with `countermark requestor add`.';
  return renderTable(requestors, {
    colour,
    columns: [
      { title: 'REQUESTOR', value: ({ requestorId }) => requestorId },
      { title: 'NAME', value: ({ name }) => name },
      { title: 'TRIDS', value: ({ tokenRequestorIds }) => tokenRequestorIds.map(({ id }) => id).join(' ') },
      { title: 'CALLBACK', value: ({ callbackBase }) => callbackBase },
    ],
  });
}
