import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { sendOTP as operation } from '@countermark/wire/issuer-gateway/send-otp';
import { offeredIdvTypes, testCaseOf } from './decision-table.ts';
import { idvMethodList } from './idv-methods.ts';
import { answer, refuse, serveOperation } from './serve-operation.ts';

/** Delivers a code to the cardholder, unchanged. */
export const sendOTP = serveOperation(operation, async (request, call) => {
  const { issuerCardRefId, otpMethodId, otpValue, expirationDate = null } = request;
  const { issuerId } = call.issuer;
  const card = call.references.recall(issuerId, issuerCardRefId);
  if (card === undefined) return refuse(ResponseCode.unknownCard);
  const testCase = testCaseOf(card.expiryYear);
  if (testCase.sendOTP !== undefined) return refuse(testCase.sendOTP);
  const offered = idvMethodList(offeredIdvTypes(testCase, call.issuer));
  const method = offered.find(({ id, type }) => id === otpMethodId && isOtpMethod(type));
  if (method === undefined) return refuse(ResponseCode.invalidIdvMethod);

  call.inbox.deliver({
    issuerId,
    correlationId: call.correlationId,
    issuerCardRefId,
    type: method.type,
    otpMethodId,
    otpValue,
    deliveredAt: call.now().toISOString(),
    expirationDate,
  });
  return answer(undefined);
});
