import type { Delivery, NewDelivery, NextStep } from '../../core/delivery.ts';
import type { ClaimShare } from './operations.ts';

export interface DeliveryStore {
  /**
   * Appends to the delivery's queue, which stays locked until the transaction ends: what is told of a token, a card or a
   * consumer is numbered in the order of the commits.
   */
  insert(delivery: NewDelivery): Promise<void>;
  /** Issuers for which something is due and nobody sends it, breakers aside. */
  issuersDue(now: Date): Promise<string[]>;
  /**
   * Takes the first delivery of queues that are due, with the queue, for a while; a crashed worker's come back when the
   * lease is over. `rooms`: how many of each issuer; `except`: queues that the worker has anyway, though a clock that
   * was moved may have ended their leases.
   */
  claim(now: Date, share: ClaimShare): Promise<DeliveryClaim[]>;
  /**
   * As claim, of one issuer, for a call that is sent anyway: of the queues due next, at most `limit`, those whose first
   * delivery is of the same operation and need not go alone. Another worker may have been faster: what comes may be of
   * another operation all the same.
   */
  claimAlong(
    now: Date,
    call: Pick<Delivery, 'issuerId' | 'operation'> & Omit<ClaimShare, 'rooms'>,
  ): Promise<DeliveryClaim[]>;
  /** Keeps an attempt and what it came to, and gives the queue back. */
  settle(
    claim: DeliveryClaim,
    outcome: { attempt: DeliveryAttempt; next: NextStep; now: Date },
  ): Promise<void>;
  /** Keeps an answer to an attempt that nobody waited for any more; `next`: what it makes of the delivery, if anything. */
  answeredLate(
    delivery: Delivery,
    late: {
      attempt: DeliveryAttempt;
      answer: { status: number; after: number };
      next: NextStep | null;
      now: Date;
    },
  ): Promise<void>;
  /** Gives up what has waited too long and nobody is sending; returns how many. */
  parkOutlived(issuerId: string, limits: { queuedBefore: Date; now: Date; limit: number }): Promise<number>;
  find(deliveryId: string): Promise<Delivery | null>;
  /** Of one delivery, oldest first. */
  attempts(deliveryId: string): Promise<KeptAttempt[]>;
  /** Newest first; of one token, the last change first. `since`: delivered or parked then or later. */
  list(filter: {
    issuerId?: string;
    virtualCardId?: string;
    state?: Delivery['state'];
    since?: Date;
    before?: string;
    limit: number;
  }): Promise<Delivery[]>;
  /** Queues with something that a replay would send again, by id; `after`: the last one of the page before. */
  queuesToReplay(selection: ReplaySelection, page: { after: string; limit: number }): Promise<string[]>;
  /** Queues again what was selected of these queues, which stay locked until the transaction ends. */
  replay(
    queueIds: readonly string[],
    replay: { selection: ReplaySelection; overtaken: 'REFUSE' | 'SEND'; now: Date },
  ): Promise<{ replayed: number; overtakenIds: string[] }>;
}

/** Deliveries that were delivered or parked; all that is given must fit. */
export interface ReplaySelection {
  deliveryIds?: readonly string[];
  state?: 'DELIVERED' | 'PARKED';
  /** Delivered or parked then or later. */
  since?: Date;
  issuerId?: string;
}

/** An attempt, and what came of it when nobody waited any more. */
export interface KeptAttempt extends DeliveryAttempt {
  late: { status: number; after: number } | null;
}

/** A delivery that one worker may send until its lease is over; it has all of the queue. */
export interface DeliveryClaim {
  delivery: Delivery;
  leaseUntil: Date;
}

export interface DeliveryAttempt {
  number: number;
  startedAt: Date;
  /** Milliseconds. */
  duration: number;
  status: number | null;
  code: number | null;
  failure: string | null;
}
