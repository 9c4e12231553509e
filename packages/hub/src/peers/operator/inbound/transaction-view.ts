import type { TransactionView } from '@countermark/wire/operator/transaction';
import type { TokenTransaction } from '../../../core/token-transaction.ts';

/** A transaction as the operator sees it. */
export function viewTransaction(transaction: TokenTransaction): TransactionView {
  const { amount, merchant, walletIndicator, originalTransactionId } = transaction;
  const place = [merchant?.name, merchant?.city, merchant?.country].filter(Boolean).join(', ');
  return {
    tsp: transaction.tsp,
    transactionId: transaction.transactionId,
    transactionType: transaction.transactionType,
    result: transaction.result,
    occurredAt: transaction.occurredAt.toISOString(),
    ...(amount !== null && { amount }),
    ...(place !== '' && { merchant: place }),
    ...(walletIndicator !== null && { walletIndicator }),
    ...(originalTransactionId !== null && { originalTransactionId }),
  };
}
