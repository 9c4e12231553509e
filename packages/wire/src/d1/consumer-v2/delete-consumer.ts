import { operationRequest } from '../data/operation-request.ts';
import { consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { deleteReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Deletes a consumer, with all cards and digital cards (Consumer API, delete). */
export const deleteConsumer = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'deleteConsumer',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}/operations:delete',
  summary: 'Deletes a consumer and all their cards.',
  parameters: ConsumerPath,
  query: null,
  request: operationRequest(deleteReasonCodes),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND', 'INVALID_STATE'),
  example: { parameters: { issuerId, consumerId }, request: { reasonCode: 'CLOSED_ACCOUNT' } },
});
