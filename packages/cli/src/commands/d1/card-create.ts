import { createCard } from '@countermark/wire/d1/card-v2/create-card';
import type { Command } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { productOption } from './card-data.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

interface CreateOptions extends D1Options {
  consumer: string;
  product?: string;
  account: string;
  currency: string;
  inactive?: true;
}

/** `countermark d1 card create`: a card whose number the hub makes. */
export function registerCardCreate(card: Command, terminal: Terminal): void {
  const command = card
    .command('create')
    .description('have the hub make a card for a registered consumer')
    .requiredOption('--consumer <consumerId>', 'whose it will be')
    .addOption(productOption())
    .option('--account <number>', 'account behind it', 'NO9386011117947')
    .option('--currency <code>', 'its currency', 'NOK')
    .option('--inactive', 'not to be used before it is activated');
  withD1Options(command, 'card create --consumer kari').action((options: CreateOptions) =>
    callD1(terminal, options, {
      operation: createCard,
      body: {
        consumerId: options.consumer,
        cardProductId: options.product ?? 'D1-CREATED',
        accounts: [{ default: true, number: options.account, currencyCode: options.currency }],
        ...(options.inactive && { state: 'INACTIVE' }),
      },
      inWords: ({ cardId }) => `${cardId} is made, a card of ${options.consumer}.`,
    }),
  );
}
