/** What makes a call of a TSP the same call again. */
export interface TspCallKey {
  tsp: string;
  correlationId: string;
  operation: string;
  tspTokenId: string;
}

/** Accepted calls of TSPs: sent again they get the same answer and have no second effect. */
export interface TspCallStore {
  /** The keyed fingerprint of the accepted call's content. */
  find(key: TspCallKey): Promise<string | null>;
  /** What was accepted first stays. */
  insert(key: TspCallKey, fingerprint: string, acceptedAt: Date): Promise<void>;
  /** Deletes at most `limit` that are older; returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}
