import { ConsumerOperationRecord } from '../data/operation-record.ts';
import { consumerId, consumerOperation, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerOperationPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells where an operation on a consumer stands (Consumer API). */
export const getConsumerOperation = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'getConsumerOperation',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}/operations/{operationId}',
  summary: 'Asks for an operation on a consumer.',
  parameters: ConsumerOperationPath,
  query: null,
  request: null,
  response: { status: 200, schema: ConsumerOperationRecord },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND', 'OPERATION_NOT_FOUND'),
  example: { parameters: { issuerId, consumerId, operationId }, response: consumerOperation },
});
