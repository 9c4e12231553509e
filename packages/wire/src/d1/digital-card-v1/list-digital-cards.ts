import Type from 'typebox';
import { DigitalCard } from '../data/digital-card.ts';
import { Page } from '../data/page.ts';
import { cardId, digitalCard, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lists the digital cards of a card (Digital Card API). */
export const listDigitalCards = defineD1Operation({
  api: 'D1-Public-IN-v1-DigitalCard',
  name: 'listDigitalCards',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v1/issuers/{issuerId}/cards/{cardId}/digitalCards',
  summary: 'Asks for the digital cards of a card.',
  parameters: CardPath,
  query: Page,
  request: null,
  response: {
    status: 200,
    schema: Type.Object({
      digitalCards: Type.Array(DigitalCard, { description: 'Digital cards of the card.' }),
    }),
  },
  refusals: inboundRefusals('CARD_NOT_FOUND'),
  example: {
    parameters: { issuerId, cardId },
    query: { limit: 20, offset: 0 },
    response: { digitalCards: [digitalCard] },
  },
});
