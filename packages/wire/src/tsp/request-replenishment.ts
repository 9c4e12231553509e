import Type from 'typebox';
import { IssuerId } from './data/identifiers.ts';
import { TokenPersoInfo } from './data/token-perso-info.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: new keys for a token in a phone's software (HCE). */
export const requestReplenishment = defineTspOperation({
  name: 'requestReplenishment',
  method: 'POST',
  path: '/tokens/:tokenId/replenishment',
  summary: 'Ask for new payment keys.',
  request: Type.Object({ issuerId: IssuerId }),
  success: 200,
  response: Type.Object({ tokenPersoInfo: TokenPersoInfo }),
});
