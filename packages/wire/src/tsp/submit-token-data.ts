import { TokenData } from './data/token-perso-info.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: personalisation data of a new token. */
export const submitTokenData = defineTspOperation({
  name: 'submitTokenData',
  method: 'PUT',
  path: '/tokens/:tokenId/data',
  summary: 'Hand over what personalises a new token.',
  request: TokenData,
  success: 204,
  response: null,
});
