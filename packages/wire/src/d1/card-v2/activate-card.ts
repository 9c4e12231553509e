import { operationRequest } from '../data/operation-request.ts';
import { cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { activateReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Activates a card that was registered or made inactive, for the first time (Card API). */
export const activateCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'activateCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:activate',
  summary: 'Activates a card for the first time.',
  parameters: CardPath,
  query: null,
  request: operationRequest(activateReasonCodes),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE'),
  example: { parameters: { issuerId, cardId }, request: { reasonCode: 'USER_DECISION' } },
});
