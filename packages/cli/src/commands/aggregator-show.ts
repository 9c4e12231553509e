import { AggregatorId, type AggregatorView } from '@countermark/wire/operator/aggregator';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark aggregator show`. */
export function registerAggregatorShow(aggregator: Command, terminal: Terminal): void {
  const command = aggregator
    .command('show')
    .description('show an aggregator with its issuers and keys')
    .argument('<aggregator-id>', '10 characters', checked(AggregatorId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark aggregator show AGGREGATE1')
    .action(async (aggregatorId: string, options: OperatorOptions) => {
      const { aggregators } = await findOperator(options, terminal);
      print(terminal, await aggregators.get(aggregatorId), { ...options, inWords: describeAggregator });
    });
}

export function describeAggregator({ aggregatorId, name, issuerIds, keys }: AggregatorView): string {
  return renderFields([
    ['Aggregator', aggregatorId],
    ['Name', name],
    ['Acts for', issuerIds.length > 0 ? issuerIds.join(', ') : 'no issuer'],
    ...keys.map((key): Field => ['Key', `${key.keyIdentifier}, uploaded ${dayOf(key.createdAt)}`]),
  ]);
}
