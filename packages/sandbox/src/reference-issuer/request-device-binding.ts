import { requestDeviceBinding as operation } from '@countermark/wire/issuer-gateway/request-device-binding';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { digitizationOutcome, type Evidence, testCaseOf } from './decision-table.ts';
import { replyWith } from './reply-with.ts';
import { refuse, serveOperation } from './serve-operation.ts';

/** A merchant asks who has the card on file already. */
const onFile: Evidence = { cvvValidated: false, csc: 'absent', captureMethod: 'ON_FILE' };

/** Green, yellow or red for a device? As for a token of the card. */
export const requestDeviceBinding = serveOperation(operation, async ({ issuerCardRefId }, call) => {
  const card = call.references.recall(call.issuer.issuerId, issuerCardRefId);
  if (card === undefined) return refuse(ResponseCode.unknownCard);
  const outcome = digitizationOutcome(testCaseOf(card.expiryYear), onFile, call.issuer);
  return replyWith(outcome, decision => decision);
});
