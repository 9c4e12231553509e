import Type from 'typebox';
import { CardOperationRecord } from '../data/operation-record.ts';
import { cardOperation, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { IssuerPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Tells the issuer where operations on cards stand (Outbound Card API v2). A list, even of one; how many it takes at a time
 * was agreed at onboarding. */
export const notifyCardOperations = defineD1Operation({
  api: 'D1-Public-OUT-v2-Card',
  name: 'notifyCardOperations',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.cardNotifications}/issuers/{issuerId}/cards`,
  summary: 'Tells the issuer of operations on cards.',
  parameters: IssuerPath,
  query: null,
  request: Type.Array(CardOperationRecord, { minItems: 1, description: 'One or several.' }),
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 404, 500),
  example: { parameters: { issuerId }, request: [cardOperation] },
});
