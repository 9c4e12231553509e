import { registerCard } from '@countermark/wire/d1/card-v2/register-card';
import type { Command } from 'commander';
import type { Terminal } from '../../terminal.ts';
import { callD1 } from './call-d1.ts';
import { type CardDataOptions, cardData, productOption, usualProduct, withCardData } from './card-data.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

interface RegisterOptions extends D1Options, CardDataOptions {
  consumer: string;
  inactive?: true;
}

/** `countermark d1 card register`: a card of the issuer's own. */
export function registerCardRegister(card: Command, terminal: Terminal): void {
  const command = card
    .command('register')
    .description("register a card of the issuer's own")
    .argument('<cardId>', '1 to 48 letters, digits, _ or -')
    .requiredOption('--consumer <consumerId>', 'whose it is; registered too where need be')
    .addOption(productOption())
    .option('--inactive', 'not to be used before it is activated');
  withD1Options(withCardData(command, '1230'), 'card register card-1 --consumer kari').action(
    (cardId: string, options: RegisterOptions) =>
      callD1(terminal, options, {
        operation: registerCard,
        parameters: { cardId },
        body: {
          consumerId: options.consumer,
          cardProductId: options.product ?? usualProduct,
          encryptedData: cardData(cardId, options),
          ...(options.inactive && { state: 'INACTIVE' }),
        },
        inWords: () => `${cardId} is registered, a card of ${options.consumer}.`,
      }),
  );
}
