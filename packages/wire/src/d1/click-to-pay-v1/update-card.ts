import Type from 'typebox';
import { Address } from '../data/address.ts';
import { CardholderName } from '../data/click-to-pay-profile.ts';
import { reasonMembers } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { address, cardId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { invalidFormat } from '../reading.ts';
import { clickToPayReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Changes what the directory shows of a card; the consumer stays as they are (Click to Pay API, update card). */
export const updateCard = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'updateCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/cards/{cardId}/operations:clickToPayUpdate',
  summary: 'Updates a card in Click to Pay.',
  parameters: CardPath,
  query: null,
  request: Type.Object({
    cardholderName: Type.Optional(CardholderName),
    billingAddress: Type.Optional(Address),
    ...reasonMembers(clickToPayReasonCodes),
  }),
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE', 'CLICK_TO_PAY_PROFILE_NOT_FOUND'),
  example: {
    parameters: { issuerId, cardId },
    request: { billingAddress: address },
    response: { operationId, status: 'PENDING' },
  },
  check: ({ cardholderName, billingAddress }) =>
    cardholderName === undefined && billingAddress === undefined
      ? invalidFormat('billingAddress')
      : undefined,
});
