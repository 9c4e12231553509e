import { defineAuxiliaryOperation } from '../issuer-gateway/operation.ts';
import { updateCardState as singleBadge } from '../issuer-gateway/update-card-state.ts';

/**
 * As the single-badge API's, for the auxiliary tokens of a cobadged card (Issuer Gateway Auxiliary API, inbound);
 * primary tokens stay as they are.
 */
export const updateCardState = defineAuxiliaryOperation({
  name: singleBadge.name,
  direction: 'inbound',
  summary: 'Suspends, resumes, activates or deletes one auxiliary token, or all auxiliary tokens of a card.',
  request: singleBadge.request,
  response: null,
});
