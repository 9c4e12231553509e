import { type GetIDnVMethodList, IssuerGatewayRefusal, ResponseCode } from '@countermark/issuer-kit';
import type { Bank } from './bank.ts';
import { offeredIdvTypes, testCaseOf } from './decision-table.ts';
import { idvMethodList } from './idv-methods.ts';

/** In which ways can the cardholder prove to be one? */
export function getIDnVMethodList({ issuer, references }: Bank): GetIDnVMethodList {
  return ({ issuerId, request }) => {
    const card = references.recall(issuerId, request.issuerCardRefId);
    if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
    const types = offeredIdvTypes(testCaseOf(card.expiryYear), issuer);
    if (types.length === 0) return new IssuerGatewayRefusal(ResponseCode.cardholderVerificationDeclined);
    return { idvMethodList: idvMethodList(types) };
  };
}
