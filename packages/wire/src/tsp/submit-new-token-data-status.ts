import Type from 'typebox';
import { oneOf } from '../issuer-gateway/data/element.ts';
import { IssuerId } from './data/identifiers.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: what became of submitNewTokenData. After SUCCESS the TSP counts the token's transactions from 0. */
export const submitNewTokenDataStatus = defineTspOperation({
  name: 'submitNewTokenDataStatus',
  method: 'PUT',
  path: '/tokens/:tokenId/newData/status',
  summary: 'Tell whether the device took the data.',
  request: Type.Object({
    issuerId: IssuerId,
    status: oneOf(['SUCCESS', 'FAILED'], 'Whether the device took the data.'),
  }),
  success: 204,
  response: null,
});
