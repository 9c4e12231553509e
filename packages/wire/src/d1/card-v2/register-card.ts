import Type from 'typebox';
import { EncryptedData } from '../data/card-elements.ts';
import { InitialCardState } from '../data/card-state.ts';
import { cardId, cardProductId, consumerId, encryptedData, issuerId } from '../examples.ts';
import { CardProductId, ConsumerId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Makes a card of the issuer's own known to D1, and its consumer if need be (Card API, register card). The envelope
 * holds `CardCredentials`. The same card again changes nothing. */
export const registerCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'registerCard',
  direction: 'inbound',
  method: 'PUT',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}',
  summary: 'Registers a card.',
  parameters: CardPath,
  query: null,
  request: Type.Object({
    consumerId: ConsumerId,
    cardProductId: CardProductId,
    encryptedData: EncryptedData,
    state: Type.Optional(InitialCardState),
  }),
  response: { status: 204, schema: null },
  refusals: inboundRefusals(
    'CARD_PRODUCT_NOT_FOUND',
    'INVALID_STATE',
    'CARD_ID_ALREADY_USED',
    'CARD_PAN_NOT_ALLOWED',
    'CARD_PRODUCT_NOT_ALLOWED',
  ),
  example: {
    parameters: { issuerId, cardId },
    request: { consumerId, cardProductId, encryptedData, state: 'ACTIVE' },
  },
});
