import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer signing-key add`. */
export function registerIssuerSigningKeyAdd(signingKey: Command, terminal: Terminal): void {
  const command = signingKey
    .command('add')
    .description('upload a public key that the issuer signs with')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument(
      '<KEYID=file>',
      'key identifier (kid) and PEM file with a public key or a certificate',
      keyFile,
    );
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer signing-key add BANKONE001 sign-1=signing.pem')
    .action(async (issuerId: string, { name, file }: NamedFile, options: OperatorOptions) => {
      const publicKeyPem = await readText(terminal, file);
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.putSigningKey(issuerId, name, { publicKeyPem }), {
        ...options,
        inWords: added => `Issuer ${issuerId} signs with key ${added.keyIdentifier}.`,
      });
    });
}
