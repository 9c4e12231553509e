import { type D1ProductId, d1ProductIds, sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import { type Command, Option } from 'commander';
import { cardNumber, expiry } from '../../arguments.ts';

/** Of which card; without a number, one of the product that the card's id always leads to. */
export interface CardDataOptions {
  product?: D1ProductId;
  pan?: string;
  exp: string;
}

/** The product of a card of which nothing else is said. */
export const usualProduct: D1ProductId = 'D1-VISA';

export function productOption(): Option {
  return new Option('--product <product>', 'card product').choices(d1ProductIds);
}

export function withCardData(command: Command, usualExpiry: string): Command {
  return command
    .option('--pan <digits>', 'card number (default: always the same one for this card id)', cardNumber)
    .option('--exp <MMYY>', 'expiry', expiry, usualExpiry);
}

/** Card data in the clear, as the sandbox seals them for the hub. */
export function cardData(
  cardId: string,
  { product = usualProduct, pan, exp }: CardDataOptions,
): { pan: string; exp: string } {
  return { pan: pan ?? testPan({ prefix: sandboxPanPrefixes[product], seed: cardId }), exp };
}
