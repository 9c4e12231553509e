import Type from 'typebox';
import { CardDetails } from '../data/card-details.ts';
import { Page } from '../data/page.ts';
import { cardDetails, consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lists the cards of a consumer; one registered for somebody else since is not among them (Consumer API). */
export const listConsumerCards = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'listConsumerCards',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}/cards',
  summary: 'Asks for the cards of a consumer.',
  parameters: ConsumerPath,
  query: Page,
  request: null,
  response: {
    status: 200,
    schema: Type.Object({ cards: Type.Array(CardDetails, { description: 'Cards of the consumer.' }) }),
  },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND'),
  example: {
    parameters: { issuerId, consumerId },
    query: { limit: 20, offset: 0 },
    response: { cards: [cardDetails] },
  },
});
