import { type ResponseCode, responseCodes } from '@countermark/wire/issuer-gateway/response-codes';
import type { Delivery, DeliveryRefusal, Parking } from '../../../core/delivery.ts';

/** Why a delivery stands where it does, and what the operator may do about it; for people. */
export function explainDelivery(delivery: Delivery): string {
  const { state, parked, failures, nextAttemptAt } = delivery;
  if (state === 'DELIVERED') return 'The issuer has acknowledged it.';
  if (parked) return explainParking(parked);
  if (nextAttemptAt === null) return 'An earlier change in the same queue goes first.';
  if (failures === 0) return 'It is sent as soon as the issuer can take it.';
  return `${failures} failed so far: it is sent again by itself, until it is 24 hours old or the issuer answers.`;
}

function explainParking(parked: Parking): string {
  if (parked.because === 'OUTLIVED') {
    return 'The issuer did not take it for 24 hours: once the issuer answers again, replay what is parked.';
  }
  return `The issuer refused it for good (${meaningOf(parked)}): settle with the issuer why, then replay it.`;
}

function meaningOf(refusal: DeliveryRefusal): string {
  if ('status' in refusal) {
    const { status, errorCode } = refusal;
    return errorCode === null ? `HTTP ${status}` : `HTTP ${status}, ${errorCode}`;
  }
  const { code } = refusal;
  const known = responseCodes[code as ResponseCode];
  return known ? `${code}, ${known.meaning.toLowerCase()}` : String(code);
}
