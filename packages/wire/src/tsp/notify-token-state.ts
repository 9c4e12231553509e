import Type from 'typebox';
import { openValue } from '../issuer-gateway/data/element.ts';
import { IssuerId } from './data/identifiers.ts';
import { TspTokenState } from './data/token-state.ts';
import { tspEventMembers } from './data/tsp-event.ts';
import { defineTspOperation } from './operation.ts';

/** TSP -> hub: the TSP changed the state of a token on its own side. */
export const notifyTokenState = defineTspOperation({
  name: 'notifyTokenState',
  method: 'PUT',
  path: '/tokens/:tokenId/state',
  summary: 'Tell that the state of a token was changed at the TSP.',
  request: Type.Object({
    issuerId: IssuerId,
    state: TspTokenState,
    reason: Type.Optional(openValue(['FRAUD', 'ISSUER', 'USER'], 'Why the state changed.')),
    ...tspEventMembers,
  }),
  success: 204,
  response: null,
});
