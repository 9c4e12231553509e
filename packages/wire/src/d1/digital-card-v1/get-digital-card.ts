import { DigitalCard } from '../data/digital-card.ts';
import { digitalCard, digitalCardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { DigitalCardPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Tells what is known of a digital card (Digital Card API, get details). */
export const getDigitalCard = defineD1Operation({
  api: 'D1-Public-IN-v1-DigitalCard',
  name: 'getDigitalCard',
  direction: 'inbound',
  method: 'GET',
  path: '/banking/v1/issuers/{issuerId}/digitalCards/{digitalCardId}',
  summary: 'Asks for a digital card.',
  parameters: DigitalCardPath,
  query: null,
  request: null,
  response: { status: 200, schema: DigitalCard },
  refusals: inboundRefusals('DIGITAL_CARD_NOT_FOUND'),
  example: { parameters: { issuerId, digitalCardId }, response: digitalCard },
});
