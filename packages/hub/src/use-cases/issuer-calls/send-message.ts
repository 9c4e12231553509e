import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { SendMessageRequest } from '@countermark/wire/issuer-gateway/send-message';
import type { ShowMessage } from '@countermark/wire/token-requestor/show-message';
import type { Issuer } from '../../core/issuer.ts';
import { isLive } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { CallScope } from '../../ports/aggregates/accepted-calls.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type Accepted, performOnce } from './accept-once.ts';
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

interface Message {
  requestor: TokenRequestor;
  message: ShowMessage;
}

/** sendMessage: shows a text to the user of one token inside the wallet app, once however often it is asked for. */
export async function sendMessage(
  hub: Hub,
  issuer: Issuer,
  { request, correlationId }: { request: SendMessageRequest; correlationId: string },
): Promise<Accepted | Refused> {
  const { issuerId } = issuer;
  const repeatable = { issuerId, correlationId, operation: 'sendMessage', content: request };
  return performOnce(hub, repeatable, {
    prepare: tx => prepare(hub, tx, { issuerId, request, correlationId }),
    async perform({ requestor, message }: Message) {
      const shown = requestor.callbackBase !== null && (await hub.wallet.showMessage(requestor, message));
      return shown === 'APPLIED'
        ? { accepted: true, answer: null }
        : refused(ResponseCode.deviceNotReachable);
    },
  });
}

async function prepare(
  hub: Pick<Hub, 'clock'>,
  tx: Aggregates,
  {
    issuerId,
    request,
    correlationId,
  }: { issuerId: string; request: SendMessageRequest; correlationId: string },
): Promise<{ accepted: true; scope: CallScope; prepared: Message } | Refused> {
  if (!expirationFits(request.expirationDate, hub.clock.now()))
    return refused(ResponseCode.badParameterFormat, 'expirationDate');
  const { issuerCardRefId, ...message } = request;
  const card = await tx.cards.findByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId });
  if (!card) return unknownCard;
  const token = await findTokenOfCard(tx, card, request.virtualCardId);
  if (!token) return unknownVirtualCard;
  if (!isLive(token)) return refused(ResponseCode.cardRevoked);
  if (token.walletProviderId !== messagingWallet) return refused(ResponseCode.operationNotAllowed);
  const requestor = await tx.requestors.find(token.requestorId);
  if (!requestor) throw new Error(`Token ${token.virtualCardId} lost its requestor`);
  return {
    accepted: true,
    scope: { cardId: card.cardId, virtualCardId: token.virtualCardId },
    prepared: { requestor, message: { ...message, correlationId } },
  };
}

/** In time to be shown, and not longer ahead than a wallet keeps it. */
function expirationFits(expirationDate: string | undefined, now: Date): boolean {
  if (expirationDate === undefined) return true;
  const left = new Date(expirationDate).getTime() - now.getTime();
  return left > 0 && left <= messageLifetime;
}
