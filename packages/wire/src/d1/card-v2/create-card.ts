import Type from 'typebox';
import { AccountInformation } from '../data/account-information.ts';
import { InitialCardState } from '../data/card-state.ts';
import { OperationResult } from '../data/operation-result.ts';
import { cardId, cardProductId, consumerId, issuerId, operationId } from '../examples.ts';
import { CardId, CardProductId, ConsumerId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { IssuerPath } from '../path-parameters.ts';
import { invalidValue } from '../reading.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lets D1 make a card: number, expiry date and security code (Card API, create card). The consumer is known. */
export const createCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'createCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards',
  summary: 'Lets D1 make a card.',
  parameters: IssuerPath,
  query: null,
  request: Type.Object(
    {
      consumerId: ConsumerId,
      cardProductId: CardProductId,
      state: Type.Optional(InitialCardState),
      accounts: Type.Optional(
        Type.Array(AccountInformation, {
          minItems: 1,
          description: 'Accounts of the card; one is the default.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: { status: 201, schema: Type.Object({ cardId: CardId, ...OperationResult.properties }) },
  refusals: inboundRefusals(
    'CONSUMER_NOT_FOUND',
    'CARD_PRODUCT_NOT_FOUND',
    'INVALID_STATE',
    'CARD_PRODUCT_NOT_ALLOWED',
  ),
  example: {
    parameters: { issuerId },
    request: {
      consumerId,
      cardProductId,
      accounts: [{ default: true, number: 'NO9386011117947', currencyCode: 'NOK' }],
    },
    response: { cardId, operationId, status: 'SUCCESSFUL' },
  },
  check: ({ accounts }) =>
    accounts === undefined || hasOneDefault(accounts) ? undefined : invalidValue('accounts'),
});

function hasOneDefault(accounts: readonly AccountInformation[]): boolean {
  return accounts.filter(account => account.default).length === 1;
}
