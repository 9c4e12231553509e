import type { CertificationCase } from '../certification-case.ts';
import { d1Cases } from './d1/d1-cases.ts';
import { issuerGatewayCases } from './issuer-gateway-cases.ts';

/** Every case there is, in the order in which they are tried. */
export const certificationCases: readonly CertificationCase[] = [...issuerGatewayCases, ...d1Cases];
