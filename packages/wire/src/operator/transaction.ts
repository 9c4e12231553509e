import Type from 'typebox';
import { identifier, instant, integer } from '../issuer-gateway/data/element.ts';

/** A payment or refund, as the TSP told of it. */
export const TransactionView = Type.Object({
  tsp: identifier('The TSP that told of it.'),
  transactionId: identifier("The TSP's name of it."),
  transactionType: identifier('PURCHASE, REFUND or another.'),
  result: identifier('APPROVED, DECLINED, REFUNDED or another.'),
  occurredAt: instant('When it was made.'),
  amount: Type.Optional(
    Type.Object({
      value: integer('In minor units of the currency.'),
      currency: identifier('ISO 4217.'),
    }),
  ),
  merchant: Type.Optional(Type.String({ description: 'Name and place of the merchant.' })),
  walletIndicator: Type.Optional(
    integer("1 Apple, 2 Google, 3 Samsung, 4 Huawei, 5 an issuer's own HCE wallet."),
  ),
  originalTransactionId: Type.Optional(identifier('Of a refund: what was bought.')),
});
export type TransactionView = Type.Static<typeof TransactionView>;
