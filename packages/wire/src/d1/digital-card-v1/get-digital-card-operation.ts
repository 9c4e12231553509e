import { DigitalCardOperationRecord } from '../data/operation-record.ts';
import { digitalCardId, digitalCardOperation, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { DigitalCardOperationPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells where an operation on a digital card stands (Digital Card API). */
export const getDigitalCardOperation = defineD1Operation({
  api: 'D1-Public-IN-v1-DigitalCard',
  name: 'getDigitalCardOperation',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v1/issuers/{issuerId}/digitalCards/{digitalCardId}/operations/{operationId}',
  summary: 'Asks for an operation on a digital card.',
  parameters: DigitalCardOperationPath,
  query: null,
  request: null,
  response: { status: 200, schema: DigitalCardOperationRecord },
  refusals: inboundRefusals('DIGITAL_CARD_NOT_FOUND', 'OPERATION_NOT_FOUND'),
  example: { parameters: { issuerId, digitalCardId, operationId }, response: digitalCardOperation },
});
