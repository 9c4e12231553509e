import { IssuerGatewayRefusal, ResponseCode, type SendOTP } from '@countermark/issuer-kit';
import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { Bank } from './bank.ts';
import { offeredIdvTypes, testCaseOf } from './decision-table.ts';
import { idvMethodList } from './idv-methods.ts';

/** Delivers a code to the cardholder, unchanged. */
export function sendOTP({ issuer, references, inbox, now }: Bank): SendOTP {
  return ({ issuerId, correlationId, request }) => {
    const { issuerCardRefId, otpMethodId, otpValue, expirationDate = null } = request;
    const card = references.recall(issuerId, issuerCardRefId);
    if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
    const testCase = testCaseOf(card.expiryYear);
    if (testCase.sendOTP !== undefined) return new IssuerGatewayRefusal(testCase.sendOTP);
    const offered = idvMethodList(offeredIdvTypes(testCase, issuer));
    const method = offered.find(({ id, type }) => id === otpMethodId && isOtpMethod(type));
    if (method === undefined) return new IssuerGatewayRefusal(ResponseCode.invalidIdvMethod);
    const { type } = method;
    const deliveredAt = now().toISOString();
    const delivery = { issuerId, correlationId, type, otpValue, deliveredAt, expirationDate };
    inbox.deliver({ ...delivery, issuerCardRefId, otpMethodId });
    return undefined;
  };
}
