import { getIDnVMethodList as operation } from '@countermark/wire/issuer-gateway/get-idnv-method-list';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { offeredIdvTypes, testCaseOf } from './decision-table.ts';
import { idvMethodList } from './idv-methods.ts';
import { answer, refuse, serveOperation } from './serve-operation.ts';

/** In which ways can the cardholder prove to be one? */
export const getIDnVMethodList = serveOperation(operation, async ({ issuerCardRefId }, call) => {
  const card = call.references.recall(call.issuer.issuerId, issuerCardRefId);
  if (card === undefined) return refuse(ResponseCode.unknownCard);
  const types = offeredIdvTypes(testCaseOf(card.expiryYear), call.issuer);
  if (types.length === 0) return refuse(ResponseCode.cardholderVerificationDeclined);
  return answer({ idvMethodList: idvMethodList(types) });
});
