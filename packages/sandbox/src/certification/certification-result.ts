import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationLevel, CertificationPlan } from './certification-case.ts';

/** What a certification run found. It holds no card number in full, no expiry date, code, one-time password or key. */
export interface CertificationResult {
  /** What certified. */
  readonly product: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly issuer: { readonly issuerId: string; readonly url: string };
  readonly plans: readonly CertificationPlan[];
  /** FAILED when a mandatory or conditional case failed, or no case could be tried. */
  readonly verdict: CertificationVerdict;
  /** Ids of cases of these plans that were not to be tried: a verdict without them is one of a part only. */
  readonly leftOut: readonly string[];
  /** In the order in which they ran. */
  readonly cases: readonly CaseResult[];
  /** Null: no session was played under load. */
  readonly ratios: SuccessRatios | null;
  readonly load: LoadFigures | null;
}

export type CertificationVerdict = 'PASSED' | 'FAILED';

export type CaseOutcome = 'PASSED' | 'FAILED' | 'NOT_APPLICABLE';

/** What came of one case. */
export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly plan: CertificationPlan;
  readonly level: CertificationLevel;
  /** The section of the public documentation that the case comes from. */
  readonly reason: string;
  readonly outcome: CaseOutcome;
  /** What is wrong; none unless it failed. */
  readonly findings: readonly Finding[];
  /** Why it says nothing of this issuer; null unless it is not applicable. */
  readonly notApplicable: string | null;
  readonly durationMs: number;
  readonly exchanges: readonly RecordedExchange[];
}

/** A message that the run sent, and its answer, as the exchange log may keep them. */
export interface RecordedExchange {
  /** Name on the wire, with the API before it where names meet: `auxiliary/notifyVirtualCardChange`. */
  readonly operation: string;
  readonly correlationId: string | null;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly durationMs: number;
  /** Masked. */
  readonly request: unknown;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Masked; null when there was no body. */
  readonly response: unknown;
  /** Why no answer came, in a few plain words; null when one did. */
  readonly failure: string | null;
}

/** How well enrolments go, as wallets ask before they let an issuer's cards in. */
export interface SuccessRatios {
  /** Enrolments of cards that should end in an active token. */
  readonly sessions: Ratio;
  /** Of them, those that were approved at once. */
  readonly greenPath: Ratio;
  /** Of them, those that asked for step-up. */
  readonly yellowPath: Ratio;
  /** Step-up methods that cardholders had to choose from; null: no session asked for step-up. */
  readonly stepUpMethods: {
    readonly fewest: number;
    readonly most: number;
    /** Different types that were offered in any session, sorted. */
    readonly types: readonly string[];
  } | null;
}

export interface Ratio {
  readonly played: number;
  readonly succeeded: number;
  /** From 0 to 1; null when none was played. */
  readonly ratio: number | null;
}

/** Whole sessions at once. */
export interface LoadFigures {
  readonly sessions: number;
  /** At the same time. */
  readonly concurrency: number;
  /** Of one answer within them, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Sessions that did not end as the card says. */
  readonly failures: number;
}
