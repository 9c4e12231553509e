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
import type { Card } from '../../core/card.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { BindingNotice, DeviceBinding } from '../../core/device-binding.ts';
import type { Token } from '../../core/token.ts';
import type { Notice } from '../../core/token-life-cycle.ts';
import type { TokenSource } from '../../core/token-source.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';

/** What the issuer is to be told of a token. */
export interface TokenNews {
  card: Card;
  token: Token;
  notice: Notice | BindingNotice;
  source: TokenSource;
  correlationId: string;
  /** Token value sealed for the issuer; travels with ACTIVATE only. */
  tokenInfo: string | null;
  /** The binding that DEVICE_BOUND and DEVICE_UNBOUND are about. */
  binding?: Pick<DeviceBinding, 'deviceBindingReference' | 'authenticatorInfo'>;
}

/**
 * Queues one notifyVirtualCardChange in the transaction that makes it true, of the API that tells of the token's badge.
 * What the API has no word for is not told.
 */
export async function notifyTokenChange(
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
