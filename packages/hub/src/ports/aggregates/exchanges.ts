/** One recorded message, in or out, with masked bodies. */
export interface Exchange {
  exchangeId: string;
  direction: 'inbound' | 'outbound';
  /** Who is at the other end: `issuer:BANKONE001`, `requestor:applepay`. */
  peer: string;
  /** Who called in its name; absent: it did so itself. */
  aggregatorId?: string;
  /** Who asked for it there, by the peer's own word; absent: it does not say. */
  userId?: string;
  operation: string;
  correlationId: string;
  startedAt: Date;
  /** Milliseconds. */
  duration: number;
  /** HTTP status; null when no answer came. */
  status: number | null;
  request: unknown;
  response: unknown;
  /** Why no answer came, or what was wrong with it. */
  failure: string | null;
}

export interface ExchangeStore {
  record(exchange: Exchange): Promise<void>;
  ofCorrelation(correlationId: string): Promise<Exchange[]>;
  /** Everything said of one token: its enrolment and every later change. */
  ofToken(virtualCardId: string): Promise<Exchange[]>;
}
