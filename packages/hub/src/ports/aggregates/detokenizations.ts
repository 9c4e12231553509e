import type { Detokenization } from '../../core/detokenization.ts';

/** What was answered to each payment, so that a repeat gets the same and a copy nothing. */
export interface DetokenizationStore {
  /** False, and nothing is kept, when the caller used this reference before. */
  insert(detokenization: Detokenization): Promise<boolean>;
  find(detokenizerId: string, reference: string): Promise<Detokenization | null>;
  /** Deletes at most `limit` that are older; returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}
