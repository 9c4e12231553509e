import Type from 'typebox';
import { TokenId } from './data/identifiers.ts';
import { transactionMembers } from './data/transaction.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: a token paid. The same transaction may be told of again, in the same words. */
export const notifyTokenTransaction = defineTspOperation({
  name: 'notifyTokenTransaction',
  method: 'PUT',
  path: '/token-transactions/:transactionId',
  summary: 'Tell of a transaction made with a token.',
  request: Type.Object({ ...transactionMembers, tokenId: TokenId }),
  success: 204,
  response: null,
});
