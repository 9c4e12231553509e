import Type from 'typebox';
import { ConsumerInfo } from '../data/consumer-info.ts';
import { cardId, consumerId, consumerInfo, issuerId } from '../examples.ts';
import { CardId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Asks the issuer what it knows of a consumer whose data D1 does not store (Outbound Consumer API). `cardId` is sent to
 * issuers that keep the data with the card. */
export const getConsumerInformation = defineD1Operation({
  api: 'D1-Public-OUT-v1-Consumer',
  name: 'getConsumerInformation',
  direction: 'outbound',
  method: 'GET',
  path: `${outboundBasePaths.consumers}/issuers/{issuerId}/consumers/{consumerId}`,
  summary: 'Asks the issuer what it knows of a consumer.',
  parameters: ConsumerPath,
  query: Type.Object({ cardId: Type.Optional(CardId) }),
  request: null,
  response: { status: 200, schema: ConsumerInfo },
  refusals: outboundRefusals(400, 401, 403, 404, 500),
  example: { parameters: { issuerId, consumerId }, query: { cardId }, response: consumerInfo },
});
