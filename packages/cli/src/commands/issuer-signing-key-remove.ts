import { IssuerId } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer signing-key remove`. */
export function registerIssuerSigningKeyRemove(signingKey: Command, terminal: Terminal): void {
  const command = signingKey
    .command('remove')
    .description('remove a key; what was signed with it is refused from now on')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument('<key-id>', 'key identifier', checked(KeyIdentifier));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer signing-key remove BANKONE001 sign-1')
    .action(async (issuerId: string, keyIdentifier: string, options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      await issuers.removeSigningKey(issuerId, keyIdentifier);
      print(
        terminal,
        { issuerId, removed: keyIdentifier },
        {
          ...options,
          inWords: () => `Signing key ${keyIdentifier} of issuer ${issuerId} is removed.`,
        },
      );
    });
}
