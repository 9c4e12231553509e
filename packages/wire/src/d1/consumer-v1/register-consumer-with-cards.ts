import Type from 'typebox';
import { EncryptedData } from '../data/card-elements.ts';
import { InitialCardState } from '../data/card-state.ts';
import { cardId, cardProductId, consumerId, encryptedData, issuerId } from '../examples.ts';
import { AccountId, CardId, CardProductId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Registers cards for a consumer, and the consumer too if need be; all of the cards or none (Consumer API v1). Each
 * envelope holds `CardCredentials`. */
export const registerConsumerWithCards = defineD1Operation({
  api: 'D1-Public-IN-v1-Consumer',
  name: 'registerConsumerWithCards',
  direction: 'inbound',
  method: 'PUT',
  path: '/banking/v1/issuers/{issuerId}/consumers/{consumerId}/cards',
  summary: 'Registers cards, and their consumer if need be.',
  parameters: ConsumerPath,
  query: null,
  request: Type.Object({
    cards: Type.Array(
      Type.Object({
        cardId: CardId,
        accountId: Type.Optional(AccountId),
        cardProductId: CardProductId,
        state: Type.Optional(InitialCardState),
        encryptedData: EncryptedData,
      }),
      { minItems: 1, description: 'Cards of the consumer.' },
    ),
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
    parameters: { issuerId, consumerId },
    request: { cards: [{ cardId, cardProductId, encryptedData, state: 'ACTIVE' }] },
  },
});
