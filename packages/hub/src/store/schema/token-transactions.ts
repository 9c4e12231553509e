import type { Merchant, TokenTransaction } from '../../core/token-transaction.ts';
import type { NullableDocument } from './document.ts';

export interface TokenTransactionTables {
  token_transaction: TokenTransactionTable;
}

export interface TokenTransactionTable {
  card_id: string;
  tsp: string;
  transaction_id: string;
  virtual_card_id: string | null;
  wallet_indicator: number | null;
  transaction_type: string;
  result: string;
  occurred_at: Date;
  amount: NullableDocument<TokenTransaction['amount']>;
  merchant: NullableDocument<Merchant>;
  original_transaction_id: string | null;
  recorded_at: Date;
}
