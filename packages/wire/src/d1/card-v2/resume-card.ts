import { operationRequest } from '../data/operation-request.ts';
import { cardId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { resumeReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Lifts a suspension, if the reason for it lets this one (Card API, resume). No first activation. */
export const resumeCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'resumeCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:resume',
  summary: 'Resumes a suspended card.',
  parameters: CardPath,
  query: null,
  request: operationRequest(resumeReasonCodes),
  requestIsOptional: true,
  response: { status: 204, schema: null },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE', 'REASON_CODE_NOT_ALLOWED'),
  example: { parameters: { issuerId, cardId }, request: { reasonCode: 'CARD_FOUND' } },
});
