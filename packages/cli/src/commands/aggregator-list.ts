import type { AggregatorList } from '@countermark/wire/operator/aggregator';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark aggregator list`. */
export function registerAggregatorList(aggregator: Command, terminal: Terminal): void {
  withOperatorOptions(aggregator.command('list').description('list all aggregators'))
    .addHelpText('after', '\nExample:\n  $ countermark aggregator list')
    .action(async (options: OperatorOptions) => {
      const { aggregators } = await findOperator(options, terminal);
      print(terminal, await aggregators.list(), {
        ...options,
        inWords: list => renderAggregators(list, terminal),
      });
    });
}

function renderAggregators({ aggregators }: AggregatorList, { colour }: Terminal): string {
  if (aggregators.length === 0) return 'No aggregators yet: add one with `countermark aggregator add`.';
  return renderTable(aggregators, {
    colour,
    columns: [
      { title: 'AGGREGATOR', value: ({ aggregatorId }) => aggregatorId },
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ACTS FOR', value: ({ issuerIds }) => issuerIds.join(', ') },
    ],
  });
}
