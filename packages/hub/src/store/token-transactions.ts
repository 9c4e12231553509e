import type { Selectable } from 'kysely';
import type { TokenTransaction } from '../core/token-transaction.ts';
import type { TokenTransactionStore } from '../ports/aggregates/token-transactions.ts';
import { toNullableDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import type { TokenTransactionTable } from './schema/token-transactions.ts';

export function tokenTransactionStore(db: Handle): TokenTransactionStore {
  const transactions = () => db.selectFrom('token_transaction').selectAll();
  return {
    async insert(transaction) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('token_transaction')
        .values(toRow(transaction))
        .onConflict(conflict => conflict.columns(['transaction_id', 'tsp']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async find(tsp, transactionId) {
      const row = await transactions()
        .where('transaction_id', '=', transactionId)
        .where('tsp', '=', tsp)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofToken(virtualCardId, limit) {
      const rows = await transactions()
        .where('virtual_card_id', '=', virtualCardId)
        .orderBy('occurred_at', 'desc')
        .orderBy('transaction_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
  };
}

function toRow(transaction: TokenTransaction) {
  return {
    card_id: transaction.cardId,
    tsp: transaction.tsp,
    transaction_id: transaction.transactionId,
    virtual_card_id: transaction.virtualCardId,
    wallet_indicator: transaction.walletIndicator,
    transaction_type: transaction.transactionType,
    result: transaction.result,
    occurred_at: transaction.occurredAt,
    amount: toNullableDocument(transaction.amount),
    merchant: toNullableDocument(transaction.merchant),
    original_transaction_id: transaction.originalTransactionId,
    recorded_at: transaction.recordedAt,
  };
}

function fromRow(row: Selectable<TokenTransactionTable>): TokenTransaction {
  return {
    cardId: row.card_id,
    tsp: row.tsp,
    transactionId: row.transaction_id,
    virtualCardId: row.virtual_card_id,
    walletIndicator: row.wallet_indicator,
    transactionType: row.transaction_type,
    result: row.result,
    occurredAt: row.occurred_at,
    amount: row.amount,
    merchant: row.merchant,
    originalTransactionId: row.original_transaction_id,
    recordedAt: row.recorded_at,
  };
}
