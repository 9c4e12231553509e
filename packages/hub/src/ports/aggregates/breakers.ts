import type { IssuerBreaker } from '../../core/issuer-breaker.ts';

/** How issuers answer at present, shared by every process. */
export interface BreakerStore {
  /** In the order of the ids; an issuer that never failed has a closed one. */
  of(issuerIds: readonly string[]): Promise<IssuerBreaker[]>;
  /** Holds the row until the transaction ends. */
  lock(issuerId: string): Promise<IssuerBreaker>;
  save(breaker: IssuerBreaker): Promise<void>;
  /** Takes the one try of a half open breaker; false when another worker has it. */
  takeTry(issuerId: string, lease: { now: Date; until: Date }): Promise<boolean>;
  /** The issuer answered: closes its breaker, and everything that failed before is due. */
  recover(issuerId: string, now: Date): Promise<void>;
}
