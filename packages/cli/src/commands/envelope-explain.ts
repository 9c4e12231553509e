import { examineEnvelope } from '@countermark/wire/envelope/doctor/examination';
import { type Command, Option } from 'commander';
import { CommandFailed } from '../command-failed.ts';
import { readInput } from '../envelope/envelope-input.ts';
import { type KeyOptions, readMeans, withKeyOptions } from '../envelope/examination-means.ts';
import { renderExamination } from '../envelope/render-examination.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

interface ExplainOptions extends KeyOptions, OutputOptions {
  expect: 'any' | 'cms' | 'jwe';
}

const expectations = { any: 'any', cms: 'CMS', jwe: 'JWE' } as const;

/** `countermark envelope explain`: algorithms, recipient, key match, content masked, and what to change. */
export function registerEnvelopeExplain(envelope: Command, terminal: Terminal): void {
  const command = envelope
    .command('explain')
    .description('say what an envelope is, and exactly what is wrong with it')
    .argument('<file>', 'the envelope in any form: hex, base64, DER, BER, PEM, JWE; - reads standard input')
    .addOption(
      new Option('--expect <kind>', 'what the message asks for')
        .choices(Object.keys(expectations))
        .default('any'),
    );
  withKeyOptions(command)
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', '\nExample:\n  $ countermark envelope explain sealed.txt --key key-1=issuer.key')
    .action(async (file: string, options: ExplainOptions) => {
      const means = { ...(await readMeans(terminal, options)), expected: expectations[options.expect] };
      const { plaintext: _, ...examination } = await examineEnvelope(await readInput(terminal, file), means);
      print(terminal, examination, {
        ...options,
        inWords: shown => renderExamination(shown, terminal),
      });
      if (examination.verdict === 'DEFECTIVE') {
        throw new CommandFailed(`Defects found: ${examination.findings.length}`);
      }
    });
}
