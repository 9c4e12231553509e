import Type from 'typebox';
import { EncryptedData } from '../data/card-elements.ts';
import { reasonMembers } from '../data/operation-request.ts';
import { OperationResult } from '../data/operation-result.ts';
import { cardId, encryptedData, issuerId, operationId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { renewReasonCodes } from '../reason-codes.ts';
import { inboundRefusals } from '../refusals.ts';

/** Gives a card a new expiry date; the PAN in the envelope is the one it has (Card API, renew card). Registered cards need
 * the envelope, which holds `CardCredentials`. `PENDING` while digital cards are told. */
export const renewCard = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'renewCard',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/issuers/{issuerId}/cards/{cardId}/operations:renew',
  summary: 'Renews a card.',
  parameters: CardPath,
  query: null,
  request: Type.Object({
    encryptedData: Type.Optional(EncryptedData),
    ...reasonMembers(renewReasonCodes),
  }),
  requestIsOptional: true,
  response: { status: 200, schema: OperationResult },
  refusals: inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE', 'CARD_PAN_NOT_ALLOWED'),
  example: {
    parameters: { issuerId, cardId },
    request: { encryptedData, reasonCode: 'CARD_EXPIRED' },
    response: { operationId, status: 'PENDING' },
  },
});
