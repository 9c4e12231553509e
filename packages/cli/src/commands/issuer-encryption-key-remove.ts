import { IssuerId } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer encryption-key remove`. */
export function registerIssuerEncryptionKeyRemove(encryptionKey: Command, terminal: Terminal): void {
  const command = encryptionKey
    .command('remove')
    .description('remove a key; without any the hub cannot have cards verified by the issuer (D1)')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument('<key-id>', 'key identifier', checked(KeyIdentifier));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer encryption-key remove BANKONE001 enc-1')
    .action(async (issuerId: string, keyIdentifier: string, options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      await issuers.removeEncryptionKey(issuerId, keyIdentifier);
      print(
        terminal,
        { issuerId, removed: keyIdentifier },
        {
          ...options,
          inWords: () => `Encryption key ${keyIdentifier} of issuer ${issuerId} is removed.`,
        },
      );
    });
}
