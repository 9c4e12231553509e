import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { Address } from './data/address.ts';

export const updateCard = defineHttpOperation({
  name: 'updateCard',
  method: 'PUT',
  path: '/consumers/:externalConsumerId/cards/:externalCardId',
  summary: 'Change what the profile says of a card.',
  request: Type.Object({ billingAddress: Address }),
  success: 204,
  response: null,
});
