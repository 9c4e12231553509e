import { type CheckCardEligibility, IssuerGatewayRefusal, ResponseCode } from '@countermark/issuer-kit';
import type { Bank } from './bank.ts';
import { testCaseOf } from './decision-table.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';

/** May this card be tokenized at all, and by which reference and profile does it go? */
export function checkCardEligibility(bank: Bank): CheckCardEligibility {
  return async ({ card: info, request }) => {
    const card = await identifyCard({ info, issuerCardRefId: request.issuerCardRefId }, bank);
    if (card instanceof IssuerGatewayRefusal) return card;
    const code = refusalOf(card, bank.now());
    if (code !== undefined) return new IssuerGatewayRefusal(code);
    return { issuerCardRefId: card.issuerCardRefId, productId: card.productId };
  };
}

function refusalOf({ expiryYear, goodUntil }: IdentifiedCard, now: Date): number | undefined {
  if (goodUntil !== null && now > goodUntil) return ResponseCode.cardExpired;
  return testCaseOf(expiryYear).eligibility;
}
