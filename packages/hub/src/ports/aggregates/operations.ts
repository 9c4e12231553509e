import type { Operation } from '../../core/operation.ts';

export interface OperationStore {
  insert(operation: Operation): Promise<void>;
  save(operation: Operation): Promise<void>;
  find(operationId: string): Promise<Operation | null>;
  lock(operationId: string): Promise<Operation | null>;
  /** Operations of a token that are not closed, oldest first. */
  running(virtualCardId: string): Promise<Operation[]>;
  /** The newest operation of a token that was to do this, open or closed. */
  newest(virtualCardId: string, action: Operation['action']): Promise<Operation | null>;
  /** A TSP answers again: what waits for it is due. */
  hasten(tsp: string, now: Date): Promise<void>;
  /** Open operations of one kind on a card. */
  countOpen(cardId: string, kind: Operation['kind']): Promise<number>;
  /** Work on tokens for one recorded operation that its TSPs have not done yet. */
  countAtTspOf(recordedOperationId: string): Promise<number>;
  /** Lanes in which something is due and nobody carries it out. */
  lanesDue(now: Date): Promise<string[]>;
  /**
   * Takes due operations for a while; a crashed worker's come back when the lease is over. `rooms`: how many of each
   * lane; `except`: operations the worker has anyway.
   */
  claim(now: Date, share: ClaimShare): Promise<OperationClaim[]>;
}

/** What one worker may take. */
export interface ClaimShare {
  /** End of the lease. */
  until: Date;
  rooms: ReadonlyMap<string, number>;
  limit: number;
  except: readonly string[];
}

/** An operation that one worker may carry out until its lease is over. */
export interface OperationClaim {
  operation: Operation;
  /** Whom it has to wait for, TSP and requestor: operations of one lane fare alike. */
  lane: string;
}
