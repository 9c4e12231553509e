import { TokenData } from './data/token-perso-info.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: the existing data of a token, asked for by repersoToken. */
export const submitNewTokenData = defineTspOperation({
  name: 'submitNewTokenData',
  method: 'PUT',
  path: '/tokens/:tokenId/newData',
  summary: 'Hand over what a token is personalised with again.',
  request: TokenData,
  success: 204,
  response: null,
});
