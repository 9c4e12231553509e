import Type from 'typebox';
import { defineAuxiliaryOperation } from '../issuer-gateway/operation.ts';
import { updateCard as singleBadge } from '../issuer-gateway/update-card.ts';
import { atLeastOneOf } from '../presence.ts';

const { newProductId: _, ...shared } = singleBadge.request.properties;

/**
 * Changes the number or expiry date of the card behind auxiliary tokens, or its reference (Issuer Gateway Auxiliary API,
 * inbound). Primary tokens stay as they are. Refusals: 116, 166.
 */
export const updateCard = defineAuxiliaryOperation({
  name: singleBadge.name,
  direction: 'inbound',
  summary: 'Replaces or renews the card behind auxiliary tokens.',
  request: Type.Object(shared),
  response: null,
  check: request => atLeastOneOf(request, ['fpanDetails', 'newIssuerCardRefId']),
});
