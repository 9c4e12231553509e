import { operationRequest } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { cardId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { clickToPayReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Takes a card out of the directory, and its Click to Pay digital card with it (Click to Pay API, opt-out). It may be
 * enrolled again. */
export const optOutCard = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'optOutCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/cards/{cardId}/operations:clickToPayOptOut',
  summary: 'Takes a card out of Click to Pay.',
  parameters: CardPath,
  query: null,
  request: operationRequest(clickToPayReasonCodes),
  requestIsOptional: true,
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE', 'CLICK_TO_PAY_PROFILE_NOT_FOUND'),
  example: {
    parameters: { issuerId, cardId },
    request: { reasonCode: 'USER_DECISION' },
    response: { operationId, status: 'PENDING' },
  },
});
