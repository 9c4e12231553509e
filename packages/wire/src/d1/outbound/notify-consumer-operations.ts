import Type from 'typebox';
import { ConsumerOperationRecord } from '../data/operation-record.ts';
import { consumerOperation, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { IssuerPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Tells the issuer where operations on consumers stand (Outbound Consumer API). A list, even of one. */
export const notifyConsumerOperations = defineD1Operation({
  api: 'D1-Public-OUT-v1-Consumer',
  name: 'notifyConsumerOperations',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.consumerNotifications}/issuers/{issuerId}/consumers`,
  summary: 'Tells the issuer of operations on consumers.',
  parameters: IssuerPath,
  query: null,
  request: Type.Array(ConsumerOperationRecord, { minItems: 1, description: 'One or several.' }),
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 404, 500),
  example: { parameters: { issuerId }, request: [consumerOperation] },
});
