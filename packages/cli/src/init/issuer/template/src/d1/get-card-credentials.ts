import { D1CallRefusal, type GetCardCredentials } from '@countermark/issuer-kit';
import { cardholderOf } from '../bank/cardholders.ts';
import { cardOfReference } from '../bank/cards.ts';

/** All that stands on a card in good standing. It leaves sealed for the hub. */
export const getCardCredentials: GetCardCredentials = async ({ cardId }) => {
  const card = await cardOfReference(cardId);
  const cardholder = card && (await cardholderOf(card.consumerId));
  if (card === undefined || cardholder === undefined) return new D1CallRefusal(404, 'cardId');
  if (card.standing !== 'good') return new D1CallRefusal(403, 'cardId');
  const { pan, exp, cvv } = card;
  return { pan, exp, cvv, name: `${cardholder.firstName} ${cardholder.lastName}` };
};
