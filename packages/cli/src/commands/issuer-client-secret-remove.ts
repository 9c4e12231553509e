import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer client-secret remove`. */
export function registerIssuerClientSecretRemove(clientSecret: Command, terminal: Terminal): void {
  const command = clientSecret
    .command('remove')
    .description('forget the secret; without it the hub gets no further tokens of the issuer')
    .argument('<issuer-id>', '10 characters', checked(IssuerId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer client-secret remove BANKONE001')
    .action(async (issuerId: string, options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      await issuers.removeClientSecret(issuerId);
      print(
        terminal,
        { issuerId, hasClientSecret: false },
        { ...options, inWords: () => `The client secret for issuer ${issuerId} is removed.` },
      );
    });
}
