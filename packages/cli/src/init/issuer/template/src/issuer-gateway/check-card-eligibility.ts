import { type CheckCardEligibility, IssuerGatewayRefusal, ResponseCode } from '@countermark/issuer-kit';
import { cardOfNumber, cardOfReference, hasExpired } from '../bank/cards.ts';
import type { Card } from '../bank/test-cards.ts';

/** May this card go into a wallet? */
export const checkCardEligibility: CheckCardEligibility = async ({ card: typed, request }) => {
  const card = typed ? await cardOfNumber(typed.fpan) : await cardOfReference(request.issuerCardRefId);
  if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const reason = whyNotEligible(card, new Date());
  if (reason !== undefined) return new IssuerGatewayRefusal(reason);
  return { issuerCardRefId: card.reference, productId: card.productId };
};

function whyNotEligible(card: Card, now: Date): ResponseCode | undefined {
  if (card.standing === 'suspended') return ResponseCode.cardSuspended;
  if (card.standing === 'revoked') return ResponseCode.cardRevoked;
  return hasExpired(card, now) ? ResponseCode.cardExpired : undefined;
}
