import Type from 'typebox';
import { EncryptedData } from '../data/card-elements.ts';
import { InitialCardState } from '../data/card-state.ts';
import { reasonMembers } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { cardId, encryptedData, issuerId, operationId } from '../examples.ts';
import { CardId, CardProductId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { replaceReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Puts a new card in the place of an old one, whose consumer and digital cards it takes (Card API, replace card). The new
 * cardId may be the old one. `PENDING` while digital cards are told. */
export const replaceCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'replaceCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:replace',
  summary: 'Replaces a card.',
  parameters: CardPath,
  query: null,
  request: Type.Object({
    newCardId: CardId,
    cardProductId: Type.Optional(CardProductId),
    encryptedData: EncryptedData,
    state: Type.Optional(InitialCardState),
    ...reasonMembers(replaceReasonCodes),
  }),
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals(
    'CARD_NOT_FOUND',
    'CARD_PRODUCT_NOT_FOUND',
    'INVALID_STATE',
    'CARD_ID_ALREADY_USED',
    'CARD_PAN_NOT_ALLOWED',
    'CARD_PRODUCT_NOT_ALLOWED',
  ),
  example: {
    parameters: { issuerId, cardId },
    request: { newCardId: 'card-20c5', encryptedData, reasonCode: 'CARD_LOST' },
    response: { operationId, status: 'PENDING' },
  },
});
