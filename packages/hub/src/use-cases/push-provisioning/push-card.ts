import { isPan } from '@countermark/wire/card/pan';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { PushWallet } from '@countermark/wire/push-provisioning/authorization-code';
import type { PushPayload } from '@countermark/wire/push-provisioning/push-payload';
import type { PushCard } from '@countermark/wire/push-provisioning/token-push-api';
import { pushLimits } from '../../core/push-provisioning.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { productOfCard } from '../enrolment/product-of-card.ts';
import { readCode, refuseCode, takeCode } from './authorise-push.ts';
import { vouchForPayload } from './push-proof.ts';

/** What the issuer's application hands to the wallet. */
export interface PushResult {
  taken: true;
  issuerId: string;
  /** `jti` of the code, where it has one. */
  codeName: string | undefined;
  wallet: PushWallet;
  payload: string;
  validUntil: Date;
}

/** Of the nonce of a payload, in bytes. */
const nonceLength = 24;

/**
 * An issuer's application pushes a card: the code is checked, the card opened and compared with it, and both become a
 * payload that only this hub can read. Nothing of the card is kept.
 */
export async function pushCard(hub: Hub, request: PushCard): Promise<PushResult | CallRefused> {
  const read = await readCode(hub, request.authorizationCode);
  if (!read.taken) return read;
  const { claims } = read;
  const opened = await hub.envelopes.openPushedCard({
    text: request.encryptedCardData,
    ...(request.publicKeyIdentifier !== undefined && { keyIdentifier: request.publicKeyIdentifier }),
  });
  if (!opened.opened) {
    return refuseCall(ResponseCode.badParameterFormat, 'Bad parameter format: encryptedCardData');
  }
  const { card } = opened;
  if (card.issuerCardRefId !== claims.sub) {
    return refuseCode(hub, claims.iss, 'the code is for another card than the encrypted one');
  }
  if (!isPan(card.fpan)) return refuseCall(ResponseCode.invalidFpan, 'Not a card number');
  const product = await productOfCard(hub, card.fpan);
  if (product?.issuerId !== claims.iss) {
    return refuseCall(ResponseCode.productNotSupported, 'The card is of no product of this issuer');
  }
  const used = await takeCode(hub, { code: request.authorizationCode, claims });
  if (used) return used;
  const made = newPayload(hub, { fpan: card.fpan, exp: card.exp });
  const payload = { ...made, authenticationValue: vouchForPayload(hub, { ...claims, payload: made }) };
  return {
    taken: true,
    issuerId: claims.iss,
    codeName: claims.jti,
    wallet: claims.aud,
    payload: await hub.pushTexts.sealPayload(claims.iss, payload),
    validUntil: new Date(payload.validUntil * 1000),
  };
}

function newPayload(
  { clock, ids }: Hub,
  card: { fpan: string; exp: string },
): Omit<PushPayload, 'authenticationValue'> {
  const iat = Math.floor(clock.now().getTime() / 1000);
  return {
    ...card,
    nonce: Buffer.from(ids.bytes(nonceLength)).toString('base64url'),
    iat,
    validUntil: iat + pushLimits.payloadLife / 1000,
  };
}
