import { CardDetails } from '../data/card-details.ts';
import { cardDetails, cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells what D1 knows of a card, never its PAN (Card API, get card details). */
export const getCardDetails = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'getCardDetails',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}',
  summary: 'Asks for the details of a card.',
  parameters: CardPath,
  query: null,
  request: null,
  response: { status: 200, schema: CardDetails },
  refusals: inboundRefusals('CARD_NOT_FOUND'),
  example: { parameters: { issuerId, cardId }, response: cardDetails },
});
