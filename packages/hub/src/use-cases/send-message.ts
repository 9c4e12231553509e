import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { SendMessageRequest } from '@countermark/wire/issuer-gateway/send-message';
import type { Issuer } from '../core/issuer.ts';
import { isLive } from '../core/token.ts';
import type { Hub } from '../ports.ts';
import {
  findTokenOfCard,
  type Refused,
  refused,
  unknownCard,
  unknownVirtualCard,
} from './find-token-of-card.ts';

const day = 24 * 60 * 60 * 1000;

/** A message may be kept for its reader this long. */
const messageLifetime = 30 * day;

/** The only wallet that shows issuers' messages. */
const messagingWallet = 'APPLE_PAY';

/** sendMessage: shows a text to the user of one token inside the wallet app. */
export async function sendMessage(
  hub: Hub,
  issuer: Issuer,
  { request, correlationId }: { request: SendMessageRequest; correlationId: string },
): Promise<{ accepted: true; answer: null } | Refused> {
  if (!expirationFits(request.expirationDate, hub.clock.now()))
    return refused(ResponseCode.badParameterFormat, 'expirationDate');
  const { issuerId } = issuer;
  const card = await hub.store.cards.findByReference({
    issuerId,
    badge: 'PRIMARY',
    issuerCardRefId: request.issuerCardRefId,
  });
  if (!card) return unknownCard;
  const token = await findTokenOfCard(hub.store, card, request.virtualCardId);
  if (!token) return unknownVirtualCard;
  if (!isLive(token)) return refused(ResponseCode.cardRevoked);
  if (token.walletProviderId !== messagingWallet) return refused(ResponseCode.operationNotAllowed);
  const requestor = await hub.store.requestors.find(token.requestorId);
  const { issuerCardRefId: _, ...message } = request;
  const shown =
    requestor?.callbackBase && (await hub.wallet.showMessage(requestor, { ...message, correlationId }));
  return shown === 'APPLIED' ? { accepted: true, answer: null } : refused(ResponseCode.deviceNotReachable);
}

function expirationFits(expirationDate: string | undefined, now: Date): boolean {
  if (expirationDate === undefined) return true;
  const left = new Date(expirationDate).getTime() - now.getTime();
  return left <= messageLifetime;
}
