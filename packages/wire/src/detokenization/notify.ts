import Type from 'typebox';
import { oneOf } from '../issuer-gateway/data/element.ts';
import { Amount, CardAcceptor, Reference, TokenizedCard, TransactionDateTime } from './message-elements.ts';

/** `POST /notify`: what became of a payment. Answered with 204, a repeat of the same as well. */
export const Notify = Type.Object({
  tokenizedCard: TokenizedCard,
  reference: Reference,
  transactionType: oneOf(['PURCHASE', 'REFUND'], 'Which way the money goes.'),
  result: oneOf(['APPROVED', 'DECLINED', 'REFUNDED'], 'What became of it.'),
  amount: Amount,
  transactionDateTime: TransactionDateTime,
  cardAcceptor: Type.Optional(CardAcceptor),
});
export type Notify = Type.Static<typeof Notify>;
