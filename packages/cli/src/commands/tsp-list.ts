import type { TspList } from '@countermark/wire/operator/tsp';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark tsp list`. */
export function registerTspList(tsp: Command, terminal: Terminal): void {
  withOperatorOptions(tsp.command('list').description('list all connections, and whether they are up'))
    .addHelpText('after', '\nExample:\n  $ countermark tsp list')
    .action(async (options: OperatorOptions) => {
      const { tsps } = await findOperator(options, terminal);
      print(terminal, await tsps.list(), { ...options, inWords: list => renderTsps(list, terminal) });
    });
}

function renderTsps({ tsps }: TspList, { colour }: Terminal): string {
  if (tsps.length === 0) return 'No TSPs but those built in: add one with `countermark tsp add`.';
  return renderTable(tsps, {
    colour,
    columns: [
      { title: 'TSP', value: ({ tsp }) => tsp },
      { title: 'CUSTOMER', value: ({ customer }) => customer },
      {
        title: 'CONNECTION',
        value: ({ connection }) => connection,
        colour: ({ connection }) => (connection === 'DOWN' ? 'red' : null),
      },
      { title: 'CHECKED', value: ({ checkedAt }) => checkedAt && inTable(checkedAt) },
      { title: 'URL', value: ({ url }) => url },
    ],
  });
}
