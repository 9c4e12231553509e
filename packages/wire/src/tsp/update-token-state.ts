import Type from 'typebox';
import { openValue } from '../issuer-gateway/data/element.ts';
import { IssuerId } from './data/identifiers.ts';
import { TspTokenState } from './data/token-state.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: activate, suspend or delete a token. ACTIVE is sent once the personalised token is usable. */
export const updateTokenState = defineTspOperation({
  name: 'updateTokenState',
  method: 'PUT',
  path: '/tokens/:tokenId/state',
  summary: 'Change the state of a token.',
  request: Type.Object({
    issuerId: IssuerId,
    state: TspTokenState,
    reason: Type.Optional(
      openValue(
        ['USER', 'ISSUER', 'LOST', 'STOLEN', 'FOUND', 'FRAUD', 'ACCOUNT_CLOSED', 'WALLET'],
        'Why the state changes.',
      ),
    ),
  }),
  success: 204,
  response: null,
});
