import { operationRequest } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { consumerId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { clickToPayReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Takes a consumer out of every directory, with all cards and their Click to Pay digital cards (Click to Pay API, opt-out). */
export const optOutConsumer = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'optOutConsumer',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/consumers/{consumerId}/operations:clickToPayOptOut',
  summary: 'Takes a consumer out of Click to Pay.',
  parameters: ConsumerPath,
  query: null,
  request: operationRequest(clickToPayReasonCodes),
  requestIsOptional: true,
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND', 'INVALID_STATE', 'CLICK_TO_PAY_PROFILE_NOT_FOUND'),
  example: {
    parameters: { issuerId, consumerId },
    request: { reasonCode: 'USER_DECISION' },
    response: { operationId, status: 'PENDING' },
  },
});
