import { operationRequest } from '../data/operation-request.ts';
import { digitalCardId, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { DigitalCardPath } from '../path-parameters.ts';
import { type DigitalCardReasonCode, digitalCardReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';
import { DigitalCardResult } from './digital-card-result.ts';

/** A change of a digital card: all are asked for, answered and refused alike. */
export function digitalCardChange<const Name extends string>(change: {
  name: Name;
  /** Last segment of the path, behind `operations:`. */
  action: 'suspend' | 'resume' | 'delete';
  summary: string;
  exampleReason: DigitalCardReasonCode;
}) {
  const { name, action, summary, exampleReason } = change;
  return defineD1Operation({
    api: 'D1-Public-IN-v1-DigitalCard',
    name,
    direction: 'inbound',
    method: 'POST',
    path: `/banking/v1/issuers/{issuerId}/digitalCards/{digitalCardId}/operations:${action}`,
    summary,
    parameters: DigitalCardPath,
    query: null,
    request: operationRequest(digitalCardReasonCodes),
    requestIsOptional: true,
    response: { status: 200, schema: DigitalCardResult },
    refusals: inboundRefusals('DIGITAL_CARD_NOT_FOUND', 'INVALID_STATE'),
    example: {
      parameters: { issuerId, digitalCardId },
      request: { reasonCode: exampleReason },
      response: { operationId, status: 'SUCCESSFUL' },
    },
  });
}
