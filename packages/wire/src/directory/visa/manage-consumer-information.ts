import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerInformation } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { RequestTaken } from './data/request-trace.ts';

export const manageConsumerInformation = defineHttpOperation({
  name: 'manageConsumerInformation',
  method: 'PUT',
  path: '/manageConsumerInformation',
  summary: 'Replace what the profile says of the consumer.',
  request: Type.Object({ intent: Intent, consumerInformation: ConsumerInformation }),
  success: 202,
  response: RequestTaken,
});
