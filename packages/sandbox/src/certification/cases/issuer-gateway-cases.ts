import type { CertificationCase } from '../certification-case.ts';
import { cobadgedCases } from './cobadged.ts';
import { compatibilityCases } from './compatibility.ts';
import { decisionCases } from './decisions.ts';
import { deviceBindingCases } from './device-binding.ts';
import { eligibilityCases } from './eligibility.ts';
import { envelopeCases } from './envelopes.ts';
import { errorCodeCases } from './error-codes.ts';
import { headerCases } from './headers.ts';
import { keyRolloverCases } from './key-rollover.ts';
import { loadCases } from './load.ts';
import { notificationCases } from './notifications.ts';
import { otpCases } from './otp.ts';
import { repeatCases } from './repeats.ts';
import { timeLimitCases } from './time-limits.ts';
import { tlsCases } from './tls.ts';

/** Every case of the Issuer Gateway API, those first that others need: connection, headers, envelopes. */
export const issuerGatewayCases: readonly CertificationCase[] = [
  ...tlsCases.slice(0, 1),
  ...headerCases.slice(0, 1),
  ...envelopeCases,
  ...tlsCases.slice(1),
  ...headerCases.slice(1),
  ...keyRolloverCases,
  ...eligibilityCases,
  ...decisionCases,
  ...otpCases,
  ...notificationCases,
  ...repeatCases,
  ...compatibilityCases,
  ...errorCodeCases,
  ...deviceBindingCases,
  ...timeLimitCases,
  ...cobadgedCases,
  ...loadCases,
];
