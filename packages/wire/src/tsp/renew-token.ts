import Type from 'typebox';
import { IssuerId } from './data/identifiers.ts';
import { TokenInfo } from './data/token-info.ts';
import { tspEventMembers } from './data/tsp-event.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: the token goes on under a new expiry date. */
export const renewToken = defineTspOperation({
  name: 'renewToken',
  method: 'POST',
  path: '/tokens/:tokenId/renewal',
  summary: 'Tell that a token was renewed.',
  request: Type.Object({ issuerId: IssuerId, tokenInfo: TokenInfo, ...tspEventMembers }),
  success: 202,
  response: null,
});
