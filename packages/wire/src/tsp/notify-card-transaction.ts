import Type from 'typebox';
import { IssuerCardRefId } from './data/identifiers.ts';
import { transactionMembers } from './data/transaction.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: a card paid, without a token. The same transaction may be told of again, in the same words. */
export const notifyCardTransaction = defineTspOperation({
  name: 'notifyCardTransaction',
  method: 'PUT',
  path: '/card-transactions/:transactionId',
  summary: 'Tell of a transaction made with a card.',
  request: Type.Object({ ...transactionMembers, cardId: IssuerCardRefId }),
  success: 204,
  response: null,
});
