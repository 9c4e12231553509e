import { type TspDetails, TspName } from '@countermark/wire/operator/tsp';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { dayOf, inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark tsp show`. */
export function registerTspShow(tsp: Command, terminal: Terminal): void {
  const command = tsp
    .command('show')
    .description('show the connection to a TSP')
    .argument('<name>', 'as `countermark tsp list` shows it', checked(TspName));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark tsp show NATIONAL')
    .action(async (name: string, options: OperatorOptions) => {
      const { tsps } = await findOperator(options, terminal);
      print(terminal, await tsps.get(name), { ...options, inWords: describeTsp });
    });
}

/** A connection in full, certificates by fingerprint. */
export function describeTsp(details: TspDetails): string {
  const { connection, failedChecks, checkedAt, certificates } = details;
  return renderFields([
    ['TSP', details.tsp],
    ['URL', details.url],
    ['Server trust', details.serverTrust === undefined ? "the system's authorities" : 'pinned'],
    ['Customer', details.customer],
    ['Key', details.envelope.keyIdentifier],
    ['Padding', details.padding],
    ['Connection', failedChecks === 0 ? connection : `${connection}, ${failedChecks} health checks failed`],
    ['Checked', checkedAt && inTable(checkedAt)],
    ...certificates.map(
      (pinned): Field => ['Certificate', `${pinned.fingerprint}, expires ${dayOf(pinned.notAfter)}`],
    ),
  ]);
}
