import { scrubPans } from '@countermark/wire/card/scrub';
import type { TransactionData } from '@countermark/wire/tsp/data/transaction';
import type { Merchant, TokenTransaction } from '../../core/token-transaction.ts';
import type { Hub } from '../../ports/hub.ts';

/** A transaction as a TSP tells of it, and what it was made with. */
export interface TransactionNews {
  tsp: string;
  transactionId: string;
  /** Without token: made with the card itself. */
  madeWith: { cardId: string; virtualCardId: string | null };
  walletIndicator: number | null;
  data: Omit<TransactionData, 'issuerId'>;
}

/**
 * Keeps a transaction. Told of again in the same words it is there already; in other words it is refused, and stays as it
 * was.
 */
export async function recordTokenTransaction(
  hub: Pick<Hub, 'store' | 'clock'>,
  news: TransactionNews,
): Promise<'RECORDED' | 'OTHER_CONTENT'> {
  const transaction = transactionOf(news, hub.clock.now());
  if (await hub.store.tokenTransactions.insert(transaction)) return 'RECORDED';
  const known = await hub.store.tokenTransactions.find(news.tsp, news.transactionId);
  return known && contentOf(known) === contentOf(transaction) ? 'RECORDED' : 'OTHER_CONTENT';
}

/** A merchant's text is free: a card number in it is starred. */
function transactionOf(news: TransactionNews, now: Date): TokenTransaction {
  const { tsp, transactionId, madeWith, walletIndicator, data } = news;
  return {
    tsp,
    transactionId,
    ...madeWith,
    walletIndicator,
    transactionType: data.transactionType,
    result: data.result,
    occurredAt: new Date(data.transactionDateTime),
    amount: data.amount ?? null,
    merchant: data.merchant ? merchantOf(data.merchant) : null,
    originalTransactionId: data.originalTransactionId ?? null,
    recordedAt: now,
  };
}

function merchantOf({ name, city, country, categoryCode }: Merchant): Merchant {
  return {
    ...(name !== undefined && { name: scrubPans(name) }),
    ...(city !== undefined && { city: scrubPans(city) }),
    ...(country !== undefined && { country }),
    ...(categoryCode !== undefined && { categoryCode }),
  };
}

/** The members in the order they are always written in, without when the hub heard of them. */
function contentOf({ recordedAt: _recordedAt, amount, ...content }: TokenTransaction): string {
  return JSON.stringify([
    Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    amount?.value,
    amount?.currency,
  ]);
}
