import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerDetails } from './data/consumer.ts';

export const updateConsumer = defineHttpOperation({
  name: 'updateConsumer',
  method: 'PUT',
  path: '/consumers/:externalConsumerId',
  summary: 'Replace what the profile says of the consumer.',
  request: ConsumerDetails,
  success: 204,
  response: null,
});
