import type { Exchange } from '../../ports/aggregates/exchanges.ts';
import type { NullableDocument } from './document.ts';

export interface ExchangeTables {
  exchange: ExchangeTable;
}

export interface ExchangeTable {
  exchange_id: string;
  direction: Exchange['direction'];
  peer: string;
  aggregator_id: string | null;
  user_id: string | null;
  operation: string;
  correlation_id: string;
  started_at: Date;
  duration: number;
  status: number | null;
  request: NullableDocument<unknown>;
  response: NullableDocument<unknown>;
  failure: string | null;
}
