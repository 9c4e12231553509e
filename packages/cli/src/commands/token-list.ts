import { tokenStates } from '@countermark/wire/issuer-gateway/data/token-state';
import { IssuerId, Limit } from '@countermark/wire/operator/elements';
import type { TokenList, TokenSearch } from '@countermark/wire/operator/token';
import { type Command, Option } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { stateColour } from '../output/colour.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

interface ListOptions extends OperatorOptions {
  issuer?: string;
  card?: string;
  state?: NonNullable<TokenSearch['state']>;
  after?: string;
  limit?: string;
}

/** `countermark token list`. */
export function registerTokenList(token: Command, terminal: Terminal): void {
  const command = token
    .command('list')
    .description('list tokens, the oldest first')
    .option('--issuer <issuer-id>', 'of this issuer only', checked(IssuerId))
    .option('--card <reference>', "of the card with this reference of its issuer's (issuerCardRefId) only")
    .addOption(new Option('--state <state>', 'in this state only').choices(tokenStates))
    .option('--limit <count>', 'how many, 1 to 500 (default: 50)', checked(Limit))
    .option('--after <token>', 'go on after this token');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark token list --issuer BANKONE001 --state SUSPENDED')
    .action(async (options: ListOptions) => {
      const { tokens } = await findOperator(options, terminal);
      print(terminal, await tokens.search(searchOf(options)), {
        ...options,
        inWords: list => renderTokens(list, terminal),
      });
    });
}

function searchOf({ issuer, card, state, after, limit }: ListOptions): TokenSearch {
  return {
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(card !== undefined && { issuerCardRefId: card }),
    ...(state !== undefined && { state }),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { limit }),
  };
}

function renderTokens({ tokens, next }: TokenList, { colour }: Terminal): string {
  if (tokens.length === 0) return 'No such tokens.';
  const table = renderTable(tokens, {
    colour,
    columns: [
      { title: 'TOKEN', value: ({ virtualCardId }) => virtualCardId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'SUSPENDED BY', value: ({ suspendedBy }) => suspendedBy.join(', ') },
      { title: 'WALLET', value: ({ walletProviderId }) => walletProviderId },
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'CARD', value: ({ cardLastDigits }) => cardLastDigits && `…${cardLastDigits}` },
      { title: 'CHANGED', value: ({ updatedAt }) => inTable(updatedAt) },
    ],
  });
  return next === undefined ? table : `${table}\n\nMore with --after ${next}`;
}
