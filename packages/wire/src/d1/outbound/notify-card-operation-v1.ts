import Type from 'typebox';
import { listedValue } from '../data/element.ts';
import { cardId, digitalCardId, issuerId, operationId } from '../examples.ts';
import { DigitalCardId, OperationId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { OperationStatus } from '../operation-status.ts';
import { CardPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Tells the issuer where a digitization or renewal stands, for issuers that know the first version only (Outbound Card API
 * v1). It has these four members and no others. */
export const notifyCardOperationV1 = defineD1Operation({
  api: 'D1-Public-OUT-v1-Card',
  name: 'notifyCardOperationV1',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.cardNotificationsV1}/issuers/{issuerId}/cards/{cardId}/notifications`,
  summary: 'Tells the issuer of an operation on a card.',
  parameters: CardPath,
  query: null,
  request: Type.Object(
    {
      operationId: OperationId,
      operation: listedValue(['DIGITIZE', 'RENEW'], 'What is done to the card.'),
      digitalCardIds: Type.Optional(Type.Array(DigitalCardId, { description: 'Digital cards it is about.' })),
      status: OperationStatus,
    },
    { additionalProperties: false },
  ),
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 404, 500),
  example: {
    parameters: { issuerId, cardId },
    request: { operationId, operation: 'DIGITIZE', digitalCardIds: [digitalCardId], status: 'SUCCESSFUL' },
  },
});
