import { AggregatorId } from '@countermark/wire/operator/aggregator';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark aggregator key add`. */
export function registerAggregatorKeyAdd(key: Command, terminal: Terminal): void {
  const command = key
    .command('add')
    .description('upload a public key; assertions signed with those before are still good')
    .argument('<aggregator-id>', '10 characters', checked(AggregatorId))
    .argument('<KEYID=file>', 'key identifier (kid) and PEM file with a P-256 public key', keyFile);
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark aggregator key add AGGREGATE1 agg-2=signing-2027.pem')
    .action(async (aggregatorId: string, { name, file }: NamedFile, options: OperatorOptions) => {
      const publicKeyPem = await readText(terminal, file);
      const { aggregators } = await findOperator(options, terminal);
      print(terminal, await aggregators.putKey(aggregatorId, name, { publicKeyPem }), {
        ...options,
        inWords: added => `Aggregator ${aggregatorId} signs with key ${added.keyIdentifier}.`,
      });
    });
}
