import {
  type NotifyVirtualCardChangeRequest,
  notifyVirtualCardChange,
} from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import {
  type NotifyAuxiliaryCardChangeRequest,
  notifyVirtualCardChange as notifyAuxiliaryCardChange,
} from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import { auxiliaryActions } from '../../core/auxiliary-action.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyDigitalCardChange } from './notify-digital-card-change.ts';
import type { TokenNews } from './token-news.ts';

/** Queues what an issuer is told of a token, in the transaction that makes it true, in the speech of the token's product. */
export async function notifyTokenChange(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  news: TokenNews,
): Promise<void> {
  const product = await tx.products.find(news.token.productId);
  return product?.apiFamily === 'D1'
    ? notifyDigitalCardChange(hub, tx, news)
    : notifyVirtualCard(hub, tx, news);
}

/**
 * One notifyVirtualCardChange, of the API that tells of the token's badge. What the API has no word for is not told.
 */
async function notifyVirtualCard(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Pick<Aggregates, 'deliveries'>,
  news: TokenNews,
): Promise<void> {
  const message = news.token.isPrimary ? primaryMessage(news) : auxiliaryMessage(news);
  if (!message) return;
  await tx.deliveries.insert({
    deliveryId: hub.ids.uuid(),
    issuerId: news.token.issuerId,
    queueId: news.token.virtualCardId,
    virtualCardId: news.token.virtualCardId,
    correlationId: news.correlationId,
    ...message,
    parameters: null,
    createdAt: hub.clock.now(),
  });
}

type Message = Pick<Delivery, 'operation' | 'body'>;

function primaryMessage(news: TokenNews): Message {
  return {
    operation: qualifiedName(notifyVirtualCardChange),
    body: {
      ...whatBothTell(news),
      isPrimary: true,
      action: news.notice.action,
    } satisfies NotifyVirtualCardChangeRequest,
  };
}

function auxiliaryMessage(news: TokenNews): Message | null {
  const { primaryWalletVirtualCardId, tokenStorageId } = news.token;
  const action = auxiliaryActions[news.notice.action];
  if (action === null) return null;
  if (tokenStorageId === null)
    throw new Error(`Auxiliary token ${news.token.virtualCardId} lost its storage`);
  return {
    operation: qualifiedName(notifyAuxiliaryCardChange),
    body: {
      ...whatBothTell(news),
      ...(primaryWalletVirtualCardId !== null &&
        news.notice.action !== 'ERASE' && { primaryWalletVirtualCardId }),
      tokenStorageId,
      isPrimary: false,
      action,
    } satisfies NotifyAuxiliaryCardChangeRequest,
  };
}

function whatBothTell(news: TokenNews): Omit<NotifyVirtualCardChangeRequest, 'isPrimary' | 'action'> {
  const { card, token, notice } = news;
  return {
    issuerCardRefId: card.issuerCardRefId,
    virtualCardId: token.virtualCardId,
    walletProviderId: token.walletProviderId,
    tokenRequestor: { id: token.tokenRequestorId },
    ...(notice.action !== 'ERASE' && asItsWalletKnowsIt(token)),
    ...(notice.action === 'ACTIVATE' && news.tokenInfo !== null && { tokenInfo: news.tokenInfo }),
    ...(news.binding && bindingMembers(news.binding, notice)),
    ...(notice.errorCode !== undefined && { errorCode: notice.errorCode }),
    source: news.source,
  };
}

/** A binding that failed has no reference; how its cardholder will be authenticated is told with one that is made. */
function bindingMembers(
  { deviceBindingReference, authenticatorInfo }: NonNullable<TokenNews['binding']>,
  { action, errorCode }: TokenNews['notice'],
): Pick<NotifyVirtualCardChangeRequest, 'deviceBindingReference' | 'authenticatorInfo'> {
  if (errorCode !== undefined) return {};
  return {
    deviceBindingReference,
    ...(action === 'DEVICE_BOUND' && authenticatorInfo !== null && { authenticatorInfo }),
  };
}

/** An erased token is told of without any of this. */
function asItsWalletKnowsIt({ walletCardRefId, walletVirtualCardId, tokenStorageId }: Token) {
  return {
    ...(walletCardRefId !== null && { walletCardRefId }),
    ...(walletVirtualCardId !== null && { walletVirtualCardId }),
    ...(tokenStorageId !== null && { tokenStorageId }),
  };
}
