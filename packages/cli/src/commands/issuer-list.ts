import type { IssuerList } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer list`. */
export function registerIssuerList(issuer: Command, terminal: Terminal): void {
  withOperatorOptions(issuer.command('list').description('list all issuers'))
    .addHelpText('after', '\nExample:\n  $ countermark issuer list --json')
    .action(async (options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.list(), { ...options, inWords: list => renderIssuers(list, terminal) });
    });
}

function renderIssuers({ issuers }: IssuerList, { colour }: Terminal): string {
  if (issuers.length === 0) return 'No issuers yet: add one with `countermark issuer add`.';
  return renderTable(issuers, {
    colour,
    columns: [
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'NAME', value: ({ name }) => name },
      { title: 'PADDING', value: ({ settings }) => settings.padding },
      { title: 'ENCODING', value: ({ settings }) => settings.encoding },
      { title: 'URL', value: ({ settings }) => settings.outboundBase ?? settings.d1?.outboundBase },
    ],
  });
}
