import Type from 'typebox';
import { CardOperationRecord } from '../data/operation-record.ts';
import { Page } from '../data/page.ts';
import { cardId, cardOperation, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lists the operations on a card, newest first (Card API, list card operations). */
export const listCardOperations = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'listCardOperations',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations',
  summary: 'Asks for the operations on a card.',
  parameters: CardPath,
  query: Page,
  request: null,
  response: {
    status: 200,
    schema: Type.Object({ operations: Type.Array(CardOperationRecord, { description: 'Newest first.' }) }),
  },
  refusals: inboundRefusals('CARD_NOT_FOUND'),
  example: {
    parameters: { issuerId, cardId },
    query: { limit: 20, offset: 0 },
    response: { operations: [cardOperation] },
  },
});
