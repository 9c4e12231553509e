import { renewCard as current } from '../card-v2/renew-card.ts';
import { cardId, encryptedData, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { underV1 } from '../under-v1.ts';

/** Answers with nothing, where v2 names the operation; the getters tell of it (Card API v1, renew). */
export const renewCard = defineD1Operation({
  ...underV1(current),
  response: { status: 204, schema: null },
  example: { parameters: { issuerId, cardId }, request: { encryptedData, reasonCode: 'CARD_EXPIRED' } },
});
