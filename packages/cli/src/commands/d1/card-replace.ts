import { replaceCard } from '@countermark/wire/d1/card-v2/replace-card';
import { replaceReasonCodes } from '@countermark/wire/d1/reason-codes';
import type { Command } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type CardDataOptions, cardData, productOption, withCardData } from './card-data.ts';
import { type D1Options, withD1Options } from './d1-options.ts';
import { outcomeInWords, type ReasonOptions, reasonOf, withReason } from './reason.ts';

interface ReplaceOptions extends D1Options, CardDataOptions, ReasonOptions {
  newCard?: string;
}

/** `countermark d1 card replace`: a new number, and a new id if wanted. */
export function registerCardReplace(card: Command, terminal: Terminal): void {
  const command = card
    .command('replace')
    .description('put a card with a new number in the place of one; its digital cards go with it')
    .argument('<cardId>')
    .option('--new-card <cardId>', 'id of the new card (default: the old one)')
    .addOption(productOption());
  withD1Options(
    withReason(withCardData(command, '1234'), replaceReasonCodes),
    'card replace card-1 --new-card card-2 --reason-code CARD_LOST',
  ).action((cardId: string, options: ReplaceOptions) => {
    const newCardId = options.newCard ?? cardId;
    return callD1(terminal, options, {
      operation: replaceCard,
      parameters: { cardId },
      body: {
        newCardId,
        // A number of its own, though the id be the same.
        encryptedData: cardData(`${cardId} then ${newCardId}`, options),
        ...reasonOf(options),
      },
      inWords: answer => outcomeInWords(`${newCardId} is in the place of ${cardId}`, answer),
    });
  });
}
