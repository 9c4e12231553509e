import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerReference } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { RequestTaken } from './data/request-trace.ts';

export const deleteConsumerInformation = defineHttpOperation({
  name: 'deleteConsumerInformation',
  method: 'POST',
  path: '/deleteConsumerInformation',
  summary: 'Remove a consumer with all cards.',
  request: Type.Object({ intent: Intent, consumerInformation: ConsumerReference }),
  success: 202,
  response: RequestTaken,
});
