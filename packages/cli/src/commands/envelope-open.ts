import { examineEnvelope } from '@countermark/wire/envelope/doctor/examination';
import type { Command } from 'commander';
import { CommandFailed } from '../command-failed.ts';
import { readInput } from '../envelope/envelope-input.ts';
import { type KeyOptions, readMeans, withKeyOptions } from '../envelope/examination-means.ts';
import type { Terminal } from '../terminal.ts';

interface OpenOptions extends KeyOptions {
  showCardData?: true;
}

/** `countermark envelope open`: what an envelope holds, card data masked unless it is asked for. */
export function registerEnvelopeOpen(envelope: Command, terminal: Terminal): void {
  const command = envelope
    .command('open')
    .description('print what an envelope holds, card data masked')
    .argument('<file>', 'the envelope in any form; - reads standard input');
  withKeyOptions(command)
    .option('--show-card-data', 'print the plaintext as it is: mind who looks on, and where output is kept')
    .addHelpText('after', '\nExample:\n  $ countermark envelope open sealed.txt --key key-1=issuer.key')
    .action(async (file: string, options: OpenOptions) => {
      const means = { ...(await readMeans(terminal, options)), expected: 'any' } as const;
      const { plaintext, content, findings } = await examineEnvelope(await readInput(terminal, file), means);
      if (!plaintext) throw new CommandFailed(whyNot(findings[0]?.wrong));
      if (options.showCardData) terminal.out(Buffer.from(plaintext).toString('utf8'));
      else
        terminal.out(content ? JSON.stringify(content) : `${plaintext.length} bytes that are no JSON object`);
    });
}

function whyNot(wrong: string | undefined): string {
  if (wrong === undefined) return 'Nothing was given to open it with: add --key KEYID=FILE';
  return `It does not open. ${wrong} \`countermark envelope explain\` says how to mend it`;
}
