import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer certificate pin`. */
export function registerIssuerCertificatePin(certificate: Command, terminal: Terminal): void {
  const command = certificate
    .command('pin')
    .description('let a TLS client certificate speak for an issuer')
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument('<file>', 'certificate in PEM form');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer certificate pin BANKONE001 client-2027.pem')
    .action(async (issuerId: string, file: string, options: OperatorOptions) => {
      const certificatePem = await readText(terminal, file);
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.pinCertificate(issuerId, { certificatePem }), {
        ...options,
        inWords: pinned =>
          `${pinned.fingerprint} speaks for issuer ${issuerId}, expires ${dayOf(pinned.notAfter)}.`,
      });
    });
}
