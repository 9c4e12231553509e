import { type ActivatePhysicalCard, D1CallRefusal } from '@countermark/issuer-kit';
import { cardOfReference } from '../bank/cards.ts';

/** The cardholder has the card in hand: from now on it may be used. */
export const activatePhysicalCard: ActivatePhysicalCard = async ({ cardId }) => {
  const card = await cardOfReference(cardId);
  if (card === undefined) return new D1CallRefusal(404, 'cardId');
  // Tell your card management system here. Once more does no harm: the hub may ask again.
  return undefined;
};
