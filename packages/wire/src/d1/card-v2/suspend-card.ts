import { operationRequest } from '../data/operation-request.ts';
import { cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { suspendReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Suspends a card; its digital cards stay usable (Card API, suspend). Of a suspended card the stricter reason stays. */
export const suspendCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'suspendCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:suspend',
  summary: 'Suspends a card.',
  parameters: CardPath,
  query: null,
  request: operationRequest(suspendReasonCodes),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE'),
  example: { parameters: { issuerId, cardId }, request: { reasonCode: 'CARD_LOST' } },
});
