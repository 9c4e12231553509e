import type { Aggregator, AggregatorKey } from '../../core/aggregator.ts';

export interface AggregatorStore {
  save(aggregator: Aggregator): Promise<void>;
  find(aggregatorId: string): Promise<Aggregator | null>;
  list(): Promise<Aggregator[]>;
  /** Whether there is such an aggregator, and it may act for the issuer. */
  actsFor(aggregatorId: string, issuerId: string): Promise<boolean>;
  saveKey(key: AggregatorKey): Promise<void>;
  removeKey(aggregatorId: string, keyIdentifier: string): Promise<boolean>;
  /** Active keys, newest first. */
  keys(aggregatorId: string): Promise<AggregatorKey[]>;
}
