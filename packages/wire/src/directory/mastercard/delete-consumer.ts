import { defineHttpOperation } from '../../http-operation.ts';

export const deleteConsumer = defineHttpOperation({
  name: 'deleteConsumer',
  method: 'DELETE',
  path: '/consumers/:externalConsumerId',
  summary: 'Remove a consumer with all cards.',
  request: null,
  success: 204,
  response: null,
});
