import { CardOperationRecord } from '../data/operation-record.ts';
import { cardId, cardOperation, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardOperationPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells where an operation on a card stands (Card API, get card operation). */
export const getCardOperation = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'getCardOperation',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations/{operationId}',
  summary: 'Asks for an operation on a card.',
  parameters: CardOperationPath,
  query: null,
  request: null,
  response: { status: 200, schema: CardOperationRecord },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'OPERATION_NOT_FOUND'),
  example: { parameters: { issuerId, cardId, operationId }, response: cardOperation },
});
