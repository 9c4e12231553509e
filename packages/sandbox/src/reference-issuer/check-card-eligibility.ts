import { checkCardEligibility as operation } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { testCaseOf } from './decision-table.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';
import { answer, refuse, serveOperation } from './serve-operation.ts';

/** May this card be tokenized at all, and by which reference and profile does it go? */
export const checkCardEligibility = serveOperation(operation, async (request, call) => {
  const identification = await identifyCard(request, call);
  if (identification.kind !== 'CARD') return identification;
  const { card } = identification;
  const code = refusalOf(card, call.now());
  if (code !== undefined) return refuse(code);
  return answer({ issuerCardRefId: card.issuerCardRefId, productId: card.productId });
});

function refusalOf({ expiryYear, goodUntil }: IdentifiedCard, now: Date): number | undefined {
  if (goodUntil !== null && now > goodUntil) return ResponseCode.cardExpired;
  return testCaseOf(expiryYear).eligibility;
}
