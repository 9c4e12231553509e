import Type from 'typebox';
import { IssuerId } from './data/identifiers.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: the new keys are on the device. */
export const replenishmentDone = defineTspOperation({
  name: 'replenishmentDone',
  method: 'PUT',
  path: '/tokens/:tokenId/replenishment',
  summary: 'Tell that new payment keys are on the device.',
  request: Type.Object({ issuerId: IssuerId }),
  success: 204,
  response: null,
});
