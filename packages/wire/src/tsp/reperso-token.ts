import Type from 'typebox';
import { IssuerId } from './data/identifiers.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: send the existing data of a token again, by submitNewTokenData. */
export const repersoToken = defineTspOperation({
  name: 'repersoToken',
  method: 'POST',
  path: '/tokens/:tokenId/reperso',
  summary: 'Ask for the data a token is personalised with.',
  request: Type.Object({ issuerId: IssuerId }),
  success: 202,
  response: null,
});
