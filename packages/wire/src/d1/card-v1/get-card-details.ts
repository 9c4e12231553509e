import { getCardDetails as current } from '../card-v2/get-card-details.ts';
import { CardDetailsV1 } from '../data/card-details.ts';
import { cardDetailsV1, cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { underV1 } from '../under-v1.ts';

/** Knows nothing of `ongoingOperation`, a member of v2 (Card API v1, get card details). */
export const getCardDetails = defineD1Operation({
  ...underV1(current),
  response: { status: 200, schema: CardDetailsV1 },
  example: { parameters: { issuerId, cardId }, response: cardDetailsV1 },
});
