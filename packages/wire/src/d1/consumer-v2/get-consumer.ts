import { Consumer } from '../data/consumer.ts';
import { consumer, consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells what D1 stores of a consumer (Consumer API, get). */
export const getConsumer = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'getConsumer',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}',
  summary: 'Asks what is stored of a consumer.',
  parameters: ConsumerPath,
  query: null,
  request: null,
  response: { status: 200, schema: Consumer },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND'),
  example: { parameters: { issuerId, consumerId }, response: consumer },
});
