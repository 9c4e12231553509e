import Type from 'typebox';
import { Address } from '../data/address.ts';
import { CardholderName } from '../data/click-to-pay-profile.ts';
import { ClickToPayConsumer } from '../data/consumer-info.ts';
import { reasonMembers } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { address, cardId, clickToPayConsumer, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { clickToPayReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Enrols a card with the Click to Pay directory of its network; the first card makes the profile (Click to Pay API, enrol).
 * Without `consumerInfo` it is asked from the issuer. The name on the card is for Visa alone. */
export const enrolCard = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'enrolCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/cards/{cardId}/operations:clickToPayEnrolment',
  summary: 'Enrols a card in Click to Pay.',
  parameters: CardPath,
  query: null,
  request: Type.Object({
    consumerInfo: Type.Optional(ClickToPayConsumer),
    cardholderName: Type.Optional(CardholderName),
    billingAddress: Address,
    ...reasonMembers(clickToPayReasonCodes),
  }),
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE', 'CARD_PRODUCT_NOT_ALLOWED'),
  example: {
    parameters: { issuerId, cardId },
    request: { consumerInfo: clickToPayConsumer, cardholderName: 'JOHN SMITH', billingAddress: address },
    response: { operationId, status: 'PENDING' },
  },
});
