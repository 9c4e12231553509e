import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { ReportDeviceEvent } from '@countermark/wire/token-requestor/report-device-event';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { reportTokenEvent } from './report-token-event.ts';

/**
 * A device was lost, found or wiped: the same report for each of the requestor's tokens on it, and one notice each. A
 * token that it does not concern is left as it is. Repeated, it goes on with those that could not be changed.
 */
export async function reportDeviceEvent(
  hub: Hub,
  requestor: TokenRequestor,
  { tokenStorageId, ...report }: ReportDeviceEvent,
): Promise<{ taken: true; tokens: Token[] } | CallRefused> {
  const onDevice = await hub.store.tokens.liveOnDevice(requestor.requestorId, tokenStorageId);
  if (onDevice.length === 0) return refuseCall(ResponseCode.unknownTokenStorage, 'No token on this device');
  const tokens: Token[] = [];
  for (const token of onDevice) {
    const result = await reportTokenEvent(hub, requestor, { ...report, virtualCardId: token.virtualCardId });
    if (!result.taken && result.code !== ResponseCode.operationNotAllowed) return result;
    tokens.push(result.taken ? result.token : token);
  }
  return { taken: true, tokens };
}
