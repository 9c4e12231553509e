import type { Consumer } from '../../core/consumer.ts';

export interface ConsumerStore {
  /** Throws UniqueViolation (`consumer_active_unique`) when there is an active consumer of this id. */
  insert(consumer: Consumer): Promise<void>;
  save(consumer: Consumer): Promise<void>;
  find(consumerKey: string): Promise<Consumer | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(consumerKey: string): Promise<Consumer | null>;
  findActive(consumer: ConsumerName): Promise<Consumer | null>;
  /** The one that has or last had this id. */
  findNewest(consumer: ConsumerName): Promise<Consumer | null>;
}

/** A consumer as its issuer names it. */
export interface ConsumerName {
  issuerId: string;
  consumerId: string;
}
