import { operationRequest } from '../data/operation-request.ts';
import { digitalCardId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { DigitalCardPath } from '../path-parameters.ts';
import { digitalCardReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';
import { DigitalCardResult } from './digital-card-result.ts';

/** Deletes a digital card for good (Digital Card API, delete). */
export const deleteDigitalCard = defineD1Operation({
  api: 'D1-Public-IN-v1-DigitalCard',
  name: 'deleteDigitalCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/digitalCards/{digitalCardId}/operations:delete',
  summary: 'Deletes a digital card.',
  parameters: DigitalCardPath,
  query: null,
  request: operationRequest(digitalCardReasonCodes),
  requestIsOptional: true,
  response: { status: 200, schema: DigitalCardResult },
  refusals: inboundRefusals('DIGITAL_CARD_NOT_FOUND', 'INVALID_STATE'),
  example: {
    parameters: { issuerId, digitalCardId },
    request: { reasonCode: 'DEVICE_LOST' },
    response: { operationId, status: 'SUCCESSFUL' },
  },
});
