import type { VerifyCard } from '@countermark/issuer-kit';
import { cardOfNumber, hasExpired } from '../bank/cards.ts';

/** Are these card data right, and is nothing wrong with the card? The consumer is named of a valid card only. */
export const verifyCard: VerifyCard = async ({ card: typed, request }) => {
  const card = await cardOfNumber(typed.pan);
  const cardId = request.cardId ?? card?.reference;
  if (card === undefined || card.reference !== cardId || card.exp !== typed.exp)
    return { verificationResults: { card: { invalid: true } } };
  return {
    cardId: card.reference,
    consumerId: card.consumerId,
    verificationResults: {
      ...(typed.cvv !== undefined && { securityCode: { valid: typed.cvv === card.cvv } }),
      card: {
        invalid: card.standing !== 'good',
        lostOrStolen: card.standing === 'revoked',
        expired: hasExpired(card, new Date()),
      },
    },
  };
};
