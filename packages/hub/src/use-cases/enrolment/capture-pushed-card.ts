import { isPan } from '@countermark/wire/card/pan';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { payloadFault } from '../../core/push-provisioning.ts';
import { onboardedAliases, type TokenRequestor } from '../../core/token-requestor.ts';
import { walletProviderId } from '../../core/wallet-provider.ts';
import type { Hub } from '../../ports/hub.ts';
import { refuseCode, takeOnce } from '../push-provisioning/authorise-push.ts';
import { proofOf } from '../push-provisioning/push-proof.ts';
import type { CapturedCard } from './captured-card.ts';
import { type CallRefused, notEligible } from './enrolment-result.ts';
import { productOfCard } from './product-of-card.ts';

/** The card that a wallet got from the issuer's application, in a payload it cannot read. Each is good once. */
export async function capturePushedCard(
  hub: Hub,
  requestor: TokenRequestor,
  { pushPayload, tokenRequestorId }: { pushPayload: string } & Pick<StartEnrolment, 'tokenRequestorId'>,
): Promise<CapturedCard | CallRefused> {
  const opened = await hub.pushTexts.openPayload(pushPayload);
  if (!opened) return refuseCode(hub, null, 'a push payload that does not open');
  const { issuerId, productId, payload } = opened;
  const refuse = (diagnosis: string) => refuseCode(hub, issuerId, `push payload: ${diagnosis}`);
  const issuer = await hub.store.issuers.find(issuerId);
  if (!issuer) return refuse('it names no issuer of this hub');
  const product = isPan(payload.fpan) ? await productOfCard(hub, payload.fpan) : null;
  if (product?.issuerId !== issuerId) return refuse('its card is of no product of this issuer');
  if (productId !== null && product.productId !== productId) return refuse('its card is of another product');
  if (!product.tokenRequestorIds.includes(tokenRequestorId)) return notEligible;
  const fault = payloadFault(payload, hub.clock.now());
  if (fault !== null) return refuse(fault);
  const wallet = walletProviderId(tokenRequestorId, onboardedAliases(requestor), 'PHONE');
  const proof = await proofOf(hub, { issuer, product, opened, walletProviderId: wallet });
  if (proof.by === 'NOBODY') return refuse(proof.diagnosis);
  const used = await takeOnce(hub, {
    issuerId,
    codeId: `nonce ${payload.nonce}`,
    until: payload.validUntil,
  });
  if (used) return used;
  const { fpan, exp, cvv } = payload;
  return {
    kind: 'GIVEN',
    cardInfo: { fpan, ...(exp !== undefined && { exp }), ...(cvv !== undefined && { cvv }) },
    product,
    capturedAs: 'BANK_APP',
    ...(proof.by === 'ISSUER' && { proof: proof.proof }),
  };
}
