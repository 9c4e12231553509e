import { AggregatorId } from '@countermark/wire/operator/aggregator';
import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { describeAggregator } from './aggregator-show.ts';

interface AddOptions extends OperatorOptions {
  issuer: string[];
  key?: NamedFile[];
  name?: string;
}

/** `countermark aggregator add`: everything an aggregator needs, in one command that can be repeated. */
export function registerAggregatorAdd(aggregator: Command, terminal: Terminal): void {
  const command = aggregator
    .command('add')
    .description('add an aggregator, or replace its issuers; keys are added to those it has')
    .argument('<aggregator-id>', '10 characters', checked(AggregatorId))
    .requiredOption('--issuer <id>', 'issuer it acts for; may be repeated', repeatable(checked(IssuerId)))
    .option(
      '--key <KEYID=file>',
      'P-256 public key of its assertions, PEM; may be repeated',
      repeatable(keyFile),
    )
    .option('--name <name>', 'name for people (default: the id)');
  withOperatorOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark aggregator add AGGREGATE1 --issuer BANKONE001 --key agg-1=signing.pem',
    )
    .action(async (aggregatorId: string, options: AddOptions) => {
      const { issuer: issuerIds, name } = options;
      const keys = await Promise.all(
        (options.key ?? []).map(async key => ({ ...key, publicKeyPem: await readText(terminal, key.file) })),
      );
      const { aggregators } = await findOperator(options, terminal);
      await aggregators.put(aggregatorId, { issuerIds, ...(name !== undefined && { name }) });
      for (const key of keys)
        await aggregators.putKey(aggregatorId, key.name, { publicKeyPem: key.publicKeyPem });
      print(terminal, await aggregators.get(aggregatorId), { ...options, inWords: describeAggregator });
    });
}
