import { IssuerGatewayRefusal, type RequestDeviceBinding, ResponseCode } from '@countermark/issuer-kit';
import type { Bank } from './bank.ts';
import { digitizationOutcome, type Evidence, testCaseOf } from './decision-table.ts';
import { replyWith } from './reply-with.ts';

/** A merchant asks who has the card on file already. */
const onFile: Evidence = { cvvValidated: false, csc: 'absent', captureMethod: 'ON_FILE' };

/** Green, yellow or red for a device? As for a token of the card. */
export function requestDeviceBinding({ issuer, references }: Bank): RequestDeviceBinding {
  return ({ issuerId, request }) => {
    const card = references.recall(issuerId, request.issuerCardRefId);
    if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
    const outcome = digitizationOutcome(testCaseOf(card.expiryYear), onFile, issuer);
    return replyWith(outcome, decision => decision);
  };
}
