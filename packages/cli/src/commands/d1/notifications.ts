import type { D1Notice } from '@countermark/sandbox/reference-issuer/d1/notices';
import type { Command } from 'commander';
import { stateColour } from '../../output/colour.ts';
import { print } from '../../output/print.ts';
import { renderTable } from '../../output/table.ts';
import { inTable } from '../../output/time.ts';
import { runningSandbox } from '../../running-sandbox.ts';
import type { Terminal } from '../../terminal.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

/** `countermark d1 notifications`: what the hub told the issuer of operations. */
export function registerD1Notifications(d1: Command, terminal: Terminal): void {
  const command = d1
    .command('notifications')
    .description('list what the issuer was told of operations, in the order it came')
    .option('--of <id>', 'of this card, consumer or digital card only');
  withD1Options(command, 'notifications --of card-1').action(async (options: D1Options & { of?: string }) => {
    const { client } = await runningSandbox(options.folder);
    const notices = await client.d1Notices(options.issuer, options.of);
    print(terminal, { notices }, { ...options, inWords: () => renderNotices(notices, terminal) });
  });
}

const kinds = { CARD: 'card', CONSUMER: 'consumer', DIGITAL_CARD: 'digital card' } as const;

function renderNotices(notices: readonly D1Notice[], { colour }: Terminal): string {
  if (notices.length === 0) return 'The issuer was told nothing.';
  return renderTable(notices, {
    colour,
    columns: [
      { title: 'RECEIVED', value: ({ receivedAt }) => inTable(receivedAt) },
      { title: 'OPERATION', value: ({ operation }) => operation },
      { title: 'STATUS', value: ({ status }) => status, colour: ({ status }) => stateColour(status) },
      { title: 'OF', value: ({ subject, subjectId }) => `${kinds[subject]} ${subjectId}` },
      { title: 'TIMES', value: ({ times }) => (times > 1 ? times : undefined), align: 'right' },
      { title: 'ID', value: ({ operationId }) => operationId },
    ],
  });
}
