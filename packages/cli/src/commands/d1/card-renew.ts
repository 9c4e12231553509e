import { renewCard } from '@countermark/wire/d1/card-v2/renew-card';
import { renewReasonCodes } from '@countermark/wire/d1/reason-codes';
import type { Command } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type CardDataOptions, cardData, productOption, withCardData } from './card-data.ts';
import { type D1Options, withD1Options } from './d1-options.ts';
import { outcomeInWords, type ReasonOptions, reasonOf, withReason } from './reason.ts';

interface RenewOptions extends D1Options, CardDataOptions, ReasonOptions {
  created?: true;
}

/** `countermark d1 card renew`: the same number, a new expiry date. */
export function registerCardRenew(card: Command, terminal: Terminal): void {
  const command = card
    .command('renew')
    .description('give a card a new expiry date; its number stays, and its digital cards')
    .argument('<cardId>')
    .addOption(productOption())
    .option('--created', 'a card that the hub made: it chooses the date itself');
  withD1Options(
    withReason(withCardData(command, '1233'), renewReasonCodes),
    'card renew card-1 --exp 1234',
  ).action((cardId: string, options: RenewOptions) =>
    callD1(terminal, options, {
      operation: renewCard,
      parameters: { cardId },
      body: {
        ...(!options.created && { encryptedData: cardData(cardId, options) }),
        ...reasonOf(options),
      },
      inWords: answer => outcomeInWords(`${cardId} is renewed`, answer),
    }),
  );
}
