import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

interface SetOptions extends OperatorOptions {
  file: string;
}

/** `countermark issuer client-secret set`; from a file, for arguments are seen by whoever lists processes. */
export function registerIssuerClientSecretSet(clientSecret: Command, terminal: Terminal): void {
  const command = clientSecret
    .command('set')
    .description('store the secret; it is never shown again')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .requiredOption('--file <file>', 'file with the secret; line breaks at its end do not count');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer client-secret set BANKONE001 --file secret.txt')
    .action(async (issuerId: string, options: SetOptions) => {
      const secret = (await readText(terminal, options.file)).replace(/[\r\n]+$/, '');
      const { issuers } = await findOperator(options, terminal);
      await issuers.putClientSecret(issuerId, { clientSecret: secret });
      print(
        terminal,
        { issuerId, hasClientSecret: true },
        {
          ...options,
          inWords: () => `The OAuth2 server of issuer ${issuerId} is shown this secret from now on.`,
        },
      );
    });
}
