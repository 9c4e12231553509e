import Type from 'typebox';
import { consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { inboundRefusals } from '../refusals.ts';

/** Makes a consumer known to D1, which stores nothing else of them (Consumer API v1, register). `state` is deprecated and
 * ignored. */
export const registerConsumer = defineD1Operation({
  api: 'D1-Public-IN-v1-Consumer',
  name: 'registerConsumer',
  direction: 'inbound',
  method: 'PUT',
  path: '/banking/v1/issuers/{issuerId}/consumers/{consumerId}',
  summary: 'Registers a consumer.',
  parameters: ConsumerPath,
  query: null,
  request: Type.Object({ state: Type.Optional(Type.Unknown({ description: 'Deprecated: ignored.' })) }),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals(),
  example: { parameters: { issuerId, consumerId } },
});
