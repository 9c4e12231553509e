import type { NotifyVirtualCardChangeRequest } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import type { Card } from '../core/card.ts';
import type { Token } from '../core/token.ts';
import type { Notice } from '../core/token-life-cycle.ts';
import type { TokenSource } from '../core/token-source.ts';
import type { Aggregates, Hub } from '../ports.ts';

/** What the issuer is to be told of a token. */
export interface TokenNews {
  card: Card;
  token: Token;
  notice: Notice;
  source: TokenSource;
  correlationId: string;
  /** Token value sealed for the issuer; travels with ACTIVATE only. */
  tokenInfo: string | null;
}

/** Queues one notifyVirtualCardChange in the transaction that makes it true. */
export async function notifyTokenChange(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Pick<Aggregates, 'deliveries'>,
  news: TokenNews,
): Promise<void> {
  await tx.deliveries.insert({
    deliveryId: hub.ids.uuid(),
    issuerId: news.token.issuerId,
    virtualCardId: news.token.virtualCardId,
    operation: 'notifyVirtualCardChange',
    correlationId: news.correlationId,
    body: notification(news),
    createdAt: hub.clock.now(),
  });
}

function notification(news: TokenNews): NotifyVirtualCardChangeRequest {
  const { card, token, notice } = news;
  return {
    issuerCardRefId: card.issuerCardRefId,
    virtualCardId: token.virtualCardId,
    walletProviderId: token.walletProviderId,
    ...(token.walletCardRefId !== null && { walletCardRefId: token.walletCardRefId }),
    ...(token.walletVirtualCardId !== null && { walletVirtualCardId: token.walletVirtualCardId }),
    tokenRequestor: { id: token.tokenRequestorId },
    ...(token.tokenStorageId !== null && { tokenStorageId: token.tokenStorageId }),
    isPrimary: token.isPrimary,
    action: notice.action,
    ...(notice.action === 'ACTIVATE' && news.tokenInfo !== null && { tokenInfo: news.tokenInfo }),
    ...(notice.errorCode !== undefined && { errorCode: notice.errorCode }),
    source: news.source,
  };
}
