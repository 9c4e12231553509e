import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TransactionData } from '@countermark/wire/tsp/data/transaction';
import type { Hub } from '../../ports/hub.ts';
import { accepted, refusedCall, type TspCallResult } from '../personalisation/take-token-data.ts';
import { recordTokenTransaction, type TransactionNews } from './record-token-transaction.ts';

/** A transaction of which a TSP tells, by what it was made with. */
export interface TransactionCall {
  tsp: string;
  transactionId: string;
  walletIndicator: number | null;
  data: TransactionData;
  by: { tspTokenId: string } | { issuerCardRefId: string };
}

/** A TSP tells of a transaction made with a token, or with a card itself. */
export async function receiveTransaction(hub: Hub, call: TransactionCall): Promise<TspCallResult> {
  const { by, data, ...news } = call;
  const { issuerId, ...content } = data;
  const madeWith = await madeWithOf(hub, { tsp: call.tsp, issuerId, by });
  if (!madeWith) return refusedCall(ResponseCode.unknownVirtualCard);
  const recorded = await recordTokenTransaction(hub, { ...news, madeWith, data: content });
  return recorded === 'RECORDED' ? accepted : refusedCall(ResponseCode.badParameterFormat, 'transactionId');
}

async function madeWithOf(
  hub: Hub,
  { tsp, issuerId, by }: { tsp: string; issuerId: string; by: TransactionCall['by'] },
): Promise<TransactionNews['madeWith'] | null> {
  if ('tspTokenId' in by) {
    const token = await hub.store.tokens.findAtTsp({ issuerId, tsp, tspTokenId: by.tspTokenId });
    return token && { cardId: token.cardId, virtualCardId: token.virtualCardId };
  }
  for (const badge of ['PRIMARY', 'AUXILIARY'] as const) {
    const { issuerCardRefId } = by;
    const card = await hub.store.cards.findByReference({ issuerId, badge, issuerCardRefId });
    const product = card && (await hub.store.products.find(card.productId));
    // A TSP knows the cards of its own products.
    if (card && product?.tsp === tsp) return { cardId: card.cardId, virtualCardId: null };
  }
  return null;
}
