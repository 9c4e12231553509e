import Type from 'typebox';
import { instant, openValue, personalText } from '../../issuer-gateway/data/element.ts';
import { IssuerId, TransactionId } from './identifiers.ts';

/** What is told of a transaction, whichever way it is named. */
export const transactionMembers = {
  issuerId: IssuerId,
  transactionType: openValue(['PURCHASE', 'REFUND'], 'What was done.'),
  result: openValue(['APPROVED', 'DECLINED', 'REFUNDED'], 'What it came to.'),
  transactionDateTime: instant('When it was done.'),
  amount: Type.Optional(
    Type.Object({
      value: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'In minor units of the currency.',
        log: 'plain',
      }),
      currency: Type.String({
        pattern: '^[A-Z]{3}$',
        description: 'Currency, ISO 4217.',
        log: 'plain',
        caseless: 'upper',
      }),
    }),
  ),
  merchant: Type.Optional(
    Type.Object({
      name: Type.Optional(personalText('Name of the merchant.', 128)),
      city: Type.Optional(personalText('City of the merchant.', 64)),
      country: Type.Optional(personalText('Country of the merchant, ISO 3166.', 3)),
      categoryCode: Type.Optional(personalText('Category of the merchant, ISO 18245.', 4)),
    }),
  ),
  /** Of a refund. */
  originalTransactionId: Type.Optional(TransactionId),
} as const;

const TransactionData = Type.Object(transactionMembers);
export type TransactionData = Type.Static<typeof TransactionData>;
