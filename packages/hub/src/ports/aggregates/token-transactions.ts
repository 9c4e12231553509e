import type { TokenTransaction } from '../../core/token-transaction.ts';

export interface TokenTransactionStore {
  /** False when the TSP told of a transaction under this id before; nothing is stored then. */
  insert(transaction: TokenTransaction): Promise<boolean>;
  find(tsp: string, transactionId: string): Promise<TokenTransaction | null>;
  /** Newest first. */
  ofToken(virtualCardId: string, limit: number): Promise<TokenTransaction[]>;
}
