import {
  IssuerGatewayRefusal,
  type RequestCardDigitization,
  type RequestCardDigitizationCall,
} from '@countermark/issuer-kit';
import type { Bank } from './bank.ts';
import { digitizationOutcome, type Evidence, testCaseOf } from './decision-table.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';
import { isOwnProof } from './issuer-proof.ts';
import { replyWith } from './reply-with.ts';

/** Green, yellow or red? */
export function requestCardDigitization(bank: Bank): RequestCardDigitization {
  return async call => {
    const { card: info, request } = call;
    const card = await identifyCard({ info, issuerCardRefId: request.issuerCardRefId }, bank);
    if (card instanceof IssuerGatewayRefusal) return card;
    const evidence: Evidence = {
      csc: judgeCsc(call, card, bank),
      cvvValidated: request.cvvValidated ?? false,
      captureMethod: request.cardCaptureInformation?.captureMethod,
    };
    const outcome = digitizationOutcome(testCaseOf(card.expiryYear), evidence, bank.issuer);
    const { issuerCardRefId, productId } = card;
    return replyWith(outcome, decision => ({ ...decision, issuerCardRefId, productId }));
  };
}

function judgeCsc(
  { authenticationValue: value }: RequestCardDigitizationCall,
  card: IdentifiedCard,
  { issuer }: Bank,
): Evidence['csc'] {
  if (value === undefined) return 'absent';
  const isRight =
    value.kind === 'csc'
      ? value.cvv === rightCsc(card)
      : isOwnProof(issuer.signing.privateKeyPem, { proof: value.text, fpan: card.pan ?? '' });
  return isRight ? 'right' : 'wrong';
}

/** American Express prints four digits. Of a card known by reference only, which is a domestic one, three are right. */
function rightCsc({ pan = '' }: IdentifiedCard): string {
  return /^3[47][0-9]{13}$/.test(pan) ? '1234' : '123';
}
