import Type from 'typebox';
import { ConsumerInfo } from '../data/consumer-info.ts';
import { consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Changes what is known of a consumer: members that are sent replace, the others stay (Consumer API, update). Click to Pay
 * directories are told. */
export const updateConsumer = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'updateConsumer',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}/operations:update',
  summary: 'Updates what is known of a consumer.',
  parameters: ConsumerPath,
  query: null,
  request: Type.Object({ personalInformation: ConsumerInfo }),
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CONSUMER_NOT_FOUND', 'INVALID_STATE'),
  example: {
    parameters: { issuerId, consumerId },
    request: { personalInformation: { email: 'john@example.com' } },
  },
});
