import { errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { RefusalExample } from './api.ts';

/** What a call cannot go without where it names its card in an envelope, or tells of one that is known. */
const leftOut: Readonly<Record<string, string>> = {
  checkCardEligibility: 'walletProviderId',
  requestCardDigitization: 'walletProviderId',
  requestCoBadgeDigitization: 'walletProviderId',
  notifyVirtualCardChange: 'action',
};

/** A call that is refused, for each operation: of a card that is not there, or without what it must have. */
export function refusalExampleOf(operation: string, request: unknown): RefusalExample {
  const parameter = leftOut[operation];
  if (parameter === undefined)
    return {
      ...refusal({ code: ResponseCode.unknownCard }),
      request: { ...(request as object), issuerCardRefId: 'not-there' },
    };
  const { [parameter]: _, ...others } = request as Record<string, unknown>;
  return { ...refusal({ code: ResponseCode.missingParameter, parameter }), request: others };
}

function refusal(reason: { code: number; parameter?: string }): RefusalExample {
  return { name: `code${reason.code}`, status: 400, response: errorResponseTo(reason) };
}
