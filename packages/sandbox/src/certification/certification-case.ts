import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationProfile } from './certification-profile.ts';
import type { RecordedExchange } from './certification-result.ts';
import type { LoadSessions } from './load-sessions.ts';

/** What an issuer may be certified for: each is a way of working with the hub that an issuer takes up or not. */
export const certificationPlans = ['single-badge', 'cobadged', 'd1', 'click-to-pay'] as const;
export type CertificationPlan = (typeof certificationPlans)[number];

/**
 * `mandatory`: the documentation asks it of every issuer of the plan; `conditional`: of those that do what the case is
 * about, others are not concerned; `optional`: it is left open, and worth knowing. An optional case that fails is shown
 * and does not spoil the verdict.
 */
export const certificationLevels = ['mandatory', 'conditional', 'optional'] as const;
export type CertificationLevel = (typeof certificationLevels)[number];

/** One thing that is tried on an issuer. */
export interface CertificationCase {
  /** Stable: API, subject, number. `IG-ENV-03`. */
  readonly id: string;
  /** What an issuer that passes does, in one short sentence. */
  readonly title: string;
  readonly plan: CertificationPlan;
  readonly level: CertificationLevel;
  /** The section of the public documentation that it comes from. */
  readonly reason: string;
  /** Cases that must have passed: where they did not, this one could only repeat what they found. */
  readonly needs?: readonly string[];
  /**
   * Tries it. No finding: it passed. One that stops the case may be thrown as {@link DefectFound}.
   */
  run(means: CertificationMeans): Promise<readonly Finding[] | NotApplicable>;
}

/** Why a case says nothing of this issuer, as a sentence. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** What a case works with. */
export interface CertificationMeans {
  readonly profile: CertificationProfile;
  /** Puts a message on the record of the case. */
  record(exchange: RecordedExchange): void;
  /** The sessions that are played under load, and what came of them. */
  readonly load: LoadSessions;
  /** Aborted when the case has had its time. */
  readonly signal: AbortSignal;
}

/** Ends a case at the finding that makes the rest of it pointless. */
export class DefectFound extends Error {
  override readonly name = 'DefectFound';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.wrong);
    this.finding = finding;
  }
}

/** Whether a case says nothing of this issuer. */
export function isNotApplicable(outcome: readonly Finding[] | NotApplicable): outcome is NotApplicable {
  return 'notApplicable' in outcome;
}
