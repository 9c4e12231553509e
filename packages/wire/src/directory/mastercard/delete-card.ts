import { defineHttpOperation } from '../../http-operation.ts';

export const deleteCard = defineHttpOperation({
  name: 'deleteCard',
  method: 'DELETE',
  path: '/consumers/:externalConsumerId/cards/:externalCardId',
  summary: 'Remove a card from the profile of a consumer.',
  request: null,
  success: 204,
  response: null,
});
