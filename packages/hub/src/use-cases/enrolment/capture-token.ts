import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import type { Hub } from '../../ports/hub.ts';
import { openCardBehind } from '../open-card.ts';
import type { CapturedCard } from './captured-card.ts';
import { type CallRefused, notEligible, refuseCall } from './enrolment-result.ts';
import { productOfCard } from './product-of-card.ts';

/**
 * Token for token: a token of the built-in TSP stands in place of the card, and names it. Whoever has it must know whose
 * it is; it must be active, and its expiry date, if given, the right one.
 */
export async function captureToken(
  hub: Hub,
  { originalTokenRequestorId, tokenRequestorId }: StartEnrolment,
  { fpan: token, exp }: CardInfo,
): Promise<CapturedCard | CallRefused> {
  if (originalTokenRequestorId === undefined) {
    return refuseCall(ResponseCode.missingParameter, 'Missing parameter: originalTokenRequestorId');
  }
  const original = await hub.store.domesticTokens.findByFingerprint(hub.vault.fingerprint('token', token));
  const usable =
    original?.state === 'ACTIVE' &&
    original.tokenRequestorId === originalTokenRequestorId &&
    (exp === undefined || exp === original.tokenExpiryDate);
  if (!original || !usable) return refuseCall(ResponseCode.unknownVirtualCard, 'Unknown original token');
  const card = openCardBehind(hub.vault, original);
  const product = await productOfCard(hub, card.fpan);
  if (!product?.tokenRequestorIds.includes(tokenRequestorId)) return notEligible;
  return { kind: 'GIVEN', cardInfo: card, product };
}
