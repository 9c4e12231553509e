import type { CertificationLevel, CertificationPlan } from '../certification-case.ts';
import type { CaseOutcome } from '../certification-result.ts';

/** What each plan certifies, as people call it. */
export const planNames: Readonly<Record<CertificationPlan, string>> = {
  'single-badge': 'Issuer Gateway, single-badge cards',
  cobadged: 'Issuer Gateway, cobadged cards',
  d1: 'D1',
  'click-to-pay': 'Click to Pay',
};

export const levelNames: Readonly<Record<CertificationLevel, string>> = {
  mandatory: 'mandatory',
  conditional: 'conditional',
  optional: 'optional',
};

export const outcomeNames: Readonly<Record<CaseOutcome, string>> = {
  PASSED: 'passed',
  FAILED: 'failed',
  NOT_APPLICABLE: 'not applicable',
};
