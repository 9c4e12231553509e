import { IssuerId, Limit } from '@countermark/wire/operator/elements';
import type { SessionFilter, SessionList } from '@countermark/wire/operator/session';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { stateColour } from '../output/colour.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

interface ListOptions extends OperatorOptions {
  issuer?: string;
  before?: string;
  limit?: string;
}

/** `countermark session list`. */
export function registerSessionList(session: Command, terminal: Terminal): void {
  const command = session
    .command('list')
    .description('list enrolment sessions, the newest first')
    .option('--issuer <issuer-id>', 'of this issuer only', checked(IssuerId))
    .option('--limit <count>', 'how many, 1 to 500 (default: 50)', checked(Limit))
    .option('--before <session>', 'go on before this session');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark session list --issuer BANKONE001 --limit 10')
    .action(async (options: ListOptions) => {
      const { sessions } = await findOperator(options, terminal);
      print(terminal, await sessions.list(filterOf(options)), {
        ...options,
        inWords: list => renderSessions(list, terminal),
      });
    });
}

function filterOf({ issuer, before, limit }: ListOptions): SessionFilter {
  return {
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(before !== undefined && { before }),
    ...(limit !== undefined && { limit }),
  };
}

function renderSessions({ sessions, next }: SessionList, { colour }: Terminal): string {
  if (sessions.length === 0) return 'No such sessions.';
  const table = renderTable(sessions, {
    colour,
    columns: [
      { title: 'SESSION', value: ({ enrolmentId }) => enrolmentId },
      { title: 'BEGAN', value: ({ createdAt }) => inTable(createdAt) },
      {
        title: 'STANDS AT',
        value: ({ step, outcome }) => outcome ?? step,
        colour: ({ outcome }) => stateColour(outcome),
      },
      {
        title: 'DECISION',
        value: ({ decision }) => decision,
        colour: ({ decision }) => stateColour(decision),
      },
      { title: 'REFUSED', value: ({ refusal }) => refusal?.code, align: 'right' },
      { title: 'WALLET', value: ({ walletProviderId }) => walletProviderId },
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'CARD', value: ({ cardLastDigits }) => `…${cardLastDigits}` },
    ],
  });
  return next === undefined ? table : `${table}\n\nMore with --before ${next}`;
}
