import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer key add`. */
export function registerIssuerKeyAdd(key: Command, terminal: Terminal): void {
  const command = key
    .command('add')
    .description('upload a certificate; the hub seals with the newest')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument('<KEYID=file>', 'key identifier and PEM file', keyFile);
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer key add BANKONE001 key-2=envelope-2027.pem')
    .action(async (issuerId: string, { name, file }: NamedFile, options: OperatorOptions) => {
      const certificatePem = await readText(terminal, file);
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.putKey(issuerId, name, { certificatePem }), {
        ...options,
        inWords: added =>
          `Issuer ${issuerId} has key ${added.keyIdentifier}, expires ${dayOf(added.notAfter)}.`,
      });
    });
}
