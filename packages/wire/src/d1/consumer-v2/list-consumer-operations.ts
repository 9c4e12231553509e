import Type from 'typebox';
import { ConsumerOperationRecord } from '../data/operation-record.ts';
import { Page } from '../data/page.ts';
import { consumerId, consumerOperation, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lists the operations on a consumer, newest first (Consumer API). */
export const listConsumerOperations = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'listConsumerOperations',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}/operations',
  summary: 'Asks for the operations on a consumer.',
  parameters: ConsumerPath,
  query: Page,
  request: null,
  response: {
    status: 200,
    schema: Type.Object({
      operations: Type.Array(ConsumerOperationRecord, { description: 'Newest first.' }),
    }),
  },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND'),
  example: {
    parameters: { issuerId, consumerId },
    query: { limit: 20, offset: 0 },
    response: { operations: [consumerOperation] },
  },
});
