import { PersonalInformationRequest } from '../data/personal-information.ts';
import { consumerId, consumerInfo, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Makes a consumer known to D1, or replaces all that is known of them (Consumer API, register). A cardholder whose
 * consumerId was deleted begins anew. */
export const registerConsumer = defineD1Operation({
  api: 'D1-Public-IN-v2-Consumer',
  name: 'registerConsumer',
  direction: 'inbound',
  method: 'PUT',
  path: '/banking/v2/issuers/{issuerId}/consumers/{consumerId}',
  summary: 'Registers a consumer.',
  parameters: ConsumerPath,
  query: null,
  request: PersonalInformationRequest,
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals(),
  example: { parameters: { issuerId, consumerId }, request: { personalInformation: consumerInfo } },
});
