import Type from 'typebox';
import { Address } from '../data/address.ts';
import { ClickToPayConsumer } from '../data/consumer-info.ts';
import { reasonMembers } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { address, clickToPayConsumer, consumerId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { clickToPayReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Replaces the consumer of a profile, all members of which are sent; a billing address is that of all their cards (Click to
 * Pay API, update consumer). */
export const updateConsumer = defineD1Operation({
  api: 'D1-Public-IN-v1-ClickToPay',
  name: 'updateConsumer',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v1/issuers/{issuerId}/consumers/{consumerId}/operations:clickToPayUpdate',
  summary: 'Updates a consumer in Click to Pay.',
  parameters: ConsumerPath,
  query: null,
  request: Type.Object({
    consumerInfo: ClickToPayConsumer,
    billingAddress: Type.Optional(Address),
    ...reasonMembers(clickToPayReasonCodes),
  }),
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND', 'INVALID_STATE', 'CLICK_TO_PAY_PROFILE_NOT_FOUND'),
  example: {
    parameters: { issuerId, consumerId },
    request: { consumerInfo: clickToPayConsumer, billingAddress: address },
    response: { operationId, status: 'PENDING' },
  },
});
