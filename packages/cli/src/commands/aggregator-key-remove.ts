import { AggregatorId } from '@countermark/wire/operator/aggregator';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark aggregator key remove`. */
export function registerAggregatorKeyRemove(key: Command, terminal: Terminal): void {
  const command = key
    .command('remove')
    .description('remove a key; assertions signed with it are refused from now on')
    .argument('<aggregator-id>', '10 characters', checked(AggregatorId))
    .argument('<key-id>', 'key identifier', checked(KeyIdentifier));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark aggregator key remove AGGREGATE1 agg-1')
    .action(async (aggregatorId: string, keyIdentifier: string, options: OperatorOptions) => {
      const { aggregators } = await findOperator(options, terminal);
      await aggregators.removeKey(aggregatorId, keyIdentifier);
      const removed = { aggregatorId, removed: keyIdentifier };
      const inWords = () => `Key ${keyIdentifier} of aggregator ${aggregatorId} is removed.`;
      print(terminal, removed, { ...options, inWords });
    });
}
