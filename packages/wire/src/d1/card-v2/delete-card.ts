import { operationRequest } from '../data/operation-request.ts';
import { cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { deleteReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Deletes a card for good, and its digital cards with it (Card API, delete). */
export const deleteCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'deleteCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:delete',
  summary: 'Deletes a card.',
  parameters: CardPath,
  query: null,
  request: operationRequest(deleteReasonCodes),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE'),
  example: { parameters: { issuerId, cardId }, request: { reasonCode: 'CLOSED_CARD' } },
});
