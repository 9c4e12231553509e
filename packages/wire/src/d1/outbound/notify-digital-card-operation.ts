import Type from 'typebox';
import { listedValue } from '../data/element.ts';
import { digitalCardId, issuerId, operationId } from '../examples.ts';
import { OperationId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { digitalCardOperationNames } from '../operation-names.ts';
import { OperationStatus } from '../operation-status.ts';
import { DigitalCardPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Tells the issuer where an operation on a digital card stands, whoever asked for it (Outbound Digital Card API). */
export const notifyDigitalCardOperation = defineD1Operation({
  api: 'D1-Public-OUT-v1-DigitalCard',
  name: 'notifyDigitalCardOperation',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.digitalCardNotifications}/issuers/{issuerId}/digitalCards/{digitalCardId}/notifications`,
  summary: 'Tells the issuer of an operation on a digital card.',
  parameters: DigitalCardPath,
  query: null,
  request: Type.Object({
    operationId: OperationId,
    operation: listedValue(digitalCardOperationNames, 'What is done to the digital card.'),
    status: OperationStatus,
  }),
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 404, 500),
  example: {
    parameters: { issuerId, digitalCardId },
    request: { operationId, operation: 'SUSPEND', status: 'SUCCESSFUL' },
  },
});
