import Type from 'typebox';
import { identifier, instant, oneOf, text } from '../issuer-gateway/data/element.ts';

/** The elements that the messages of the detokenization API share. */

/** Every reference is the caller's own and used once. */
export const Reference = Type.String({
  minLength: 12,
  maxLength: 36,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'The payment, as the caller numbers it: 12 to 36 letters, digits, _ or -',
  log: 'plain',
});

/** `yymm`: in this API the year comes first. */
const expiry = (description: string) => Type.String({ pattern: '^[0-9]{2}(0[1-9]|1[0-2])$', description });

export const TokenizedCard = Type.Object({
  pan: Type.String({ pattern: '^[0-9]{13,19}$', description: 'The token.' }),
  expiry: expiry('Of the token, yymm.'),
  panSequenceNumber: Type.Optional(
    Type.String({ pattern: '^[0-9]{2,3}$', description: 'Of the token.', log: 'plain' }),
  ),
});

export const DetokenizedCard = Type.Object({
  pan: Type.String({ pattern: '^[0-9]{13,19}$', description: 'The card number.' }),
  expiry: Type.Optional(expiry('Of the card, yymm; absent when the TSP was never told.')),
});
export type DetokenizedCard = Type.Static<typeof DetokenizedCard>;

export const Amount = Type.Object({
  value: Type.Integer({
    minimum: 0,
    maximum: 999_999_999_999,
    description: 'In the smallest unit of the currency.',
    log: 'plain',
  }),
  currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, three letters.', log: 'plain' }),
});

export const TransactionDateTime = instant('When the payment was made, at the terminal.');

export const CardAcceptor = Type.Object({
  id: identifier('The merchant, as its acquirer numbers it.', 64),
  name: Type.Optional(text('Of the merchant.')),
  terminalId: Type.Optional(identifier('Of the terminal.', 16)),
});

/** The first two digits of the processing code of ISO 8583. */
export const TransactionType = oneOf(
  ['00', '09', '20', '22', '52', '92'],
  '00 purchase, 09 purchase with cash back, 20 refund, 22 credit, 52 and 92 as the scheme says.',
);

export const PanEntryMode = oneOf(
  ['00', '01', '02', '03', '04', '05', '06', '07', '08'],
  '07 contactless, 08 electronic commerce, 01 entered by key; the others are not for tokens.',
);
