import {
  AnswerPolicy,
  DetokenizerId,
  type DetokenizerView,
  type PutDetokenizer,
} from '@countermark/wire/operator/detokenizer';
import { type Command, Option } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { readText } from '../named-file.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

interface AddOptions extends OperatorOptions {
  certificate?: string[];
  encryptionCertificate: string;
  name?: string;
  answers?: NonNullable<PutDetokenizer['answers']>;
}

/** `countermark detokenizer add`: everything one acquirer or network needs, in one command that can be repeated. */
export function registerDetokenizerAdd(detokenizer: Command, terminal: Terminal): void {
  const command = detokenizer
    .command('add')
    .description('add an acquirer or network, or replace it; certificates are added to those it has')
    .argument('<name>', '1 to 64 letters, digits, _, . or -', checked(DetokenizerId))
    .requiredOption('--encryption-certificate <file>', 'RSA certificate card numbers are answered under, PEM')
    .option(
      '--certificate <file>',
      'TLS client certificate it calls with, PEM; may be repeated',
      repeatable(String),
    )
    .option('--name <name>', 'name for people (default: the first argument)')
    .addOption(
      new Option(
        '--answers <when>',
        'ALSO_OUTSIDE_DOMAIN: card numbers also when only requestor, channel or merchant are wrong (default: WHEN_ALL_PASSED)',
      ).choices(AnswerPolicy.enum),
    );
  withOperatorOptions(command)
    .addHelpText(
      'after',
      `
Example:
  $ countermark detokenizer add myacquirer --certificate client.pem --encryption-certificate cards.pem`,
    )
    .action(async (detokenizerId: string, options: AddOptions) => {
      print(terminal, await addDetokenizer(terminal, detokenizerId, options), {
        ...options,
        inWords: describe,
      });
    });
}

/** Files are read before the hub is called: a wrong name changes nothing. */
async function addDetokenizer(
  terminal: Terminal,
  detokenizerId: string,
  options: AddOptions,
): Promise<DetokenizerView> {
  const { name, answers } = options;
  const sent: PutDetokenizer = {
    encryptionCertificatePem: await readText(terminal, options.encryptionCertificate),
    ...(name !== undefined && { name }),
    ...(answers !== undefined && { answers }),
  };
  const certificates = await Promise.all((options.certificate ?? []).map(file => readText(terminal, file)));
  const { detokenizers } = await findOperator(options, terminal);
  await detokenizers.put(detokenizerId, sent);
  for (const certificatePem of certificates)
    await detokenizers.pinCertificate(detokenizerId, { certificatePem });
  return detokenizers.get(detokenizerId);
}

function describe({ detokenizerId, name, answers, certificates, cipheredMacKey }: DetokenizerView): string {
  const fields = renderFields([
    ['Detokenizer', detokenizerId],
    ['Name', name],
    ['Answers', answers],
    ...certificates.map(
      (pinned): Field => ['Certificate', `${pinned.fingerprint}, expires ${dayOf(pinned.notAfter)}`],
    ),
  ]);
  return `${fields}

Its MAC key, as JWE that only its encryption key opens:
${cipheredMacKey}

${detokenizerId} is ready.`;
}
