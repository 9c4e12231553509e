import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer encryption-key add`. */
export function registerIssuerEncryptionKeyAdd(encryptionKey: Command, terminal: Terminal): void {
  const command = encryptionKey
    .command('add')
    .description('upload a P-256 public key; the hub seals card data for the newest (D1)')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument(
      '<KEYID=file>',
      'key identifier (kid) and PEM file with a public key or a certificate',
      keyFile,
    );
  withOperatorOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark issuer encryption-key add BANKONE001 enc-1=encryption.pem',
    )
    .action(async (issuerId: string, { name, file }: NamedFile, options: OperatorOptions) => {
      const publicKeyPem = await readText(terminal, file);
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.putEncryptionKey(issuerId, name, { publicKeyPem }), {
        ...options,
        inWords: added => `Card data for issuer ${issuerId} are sealed with key ${added.keyIdentifier}.`,
      });
    });
}
