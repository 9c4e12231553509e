/** One payment or refund made with a token or its card, as a TSP told of it. No card number is in it. */
export interface TokenTransaction {
  /** The TSP that told of it, and its own name of it. */
  tsp: string;
  transactionId: string;
  cardId: string;
  /** Null: made with the card itself. */
  virtualCardId: string | null;
  /** 1 Apple, 2 Google, 3 Samsung, 4 Huawei, 5 an issuer's own HCE wallet; null: not told. */
  walletIndicator: number | null;
  /** PURCHASE, REFUND or another. */
  transactionType: string;
  /** APPROVED, DECLINED, REFUNDED or another. */
  result: string;
  occurredAt: Date;
  /** In minor units of the currency (ISO 4217). */
  amount: { value: number; currency: string } | null;
  merchant: Merchant | null;
  /** Of a refund. */
  originalTransactionId: string | null;
  recordedAt: Date;
}

export interface Merchant {
  name?: string;
  city?: string;
  country?: string;
  categoryCode?: string;
}
