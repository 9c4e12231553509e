import type { CaptureMethod } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { OfferedIdvType } from './idv-methods.ts';

/** What the issuer makes of `requestCardDigitization`. */
export type DigitizationOutcome =
  | { kind: 'DECIDED'; levelOfTrust: 'green' | 'red' }
  /** `offered` null: the answer names no method, so that the hub has to ask with `getIDnVMethodList`. */
  | { kind: 'DECIDED'; levelOfTrust: 'yellow'; offered: readonly OfferedIdvType[] | null }
  | { kind: 'REFUSED'; code: ResponseCode }
  | { kind: 'BROKEN'; fault: '500' | 'timeout' };

/** What a card is made for. Whatever a row leaves open goes as with any other card. */
export interface TestCase {
  /** Refusal of `checkCardEligibility`. */
  eligibility?: ResponseCode;
  digitization?: DigitizationOutcome;
  /** Refusal of `sendOTP`, whatever the method. */
  sendOTP?: ResponseCode;
  /** The card behaves as that of an issuer that cannot verify its cardholders. */
  idv?: 'none';
}

const green: DigitizationOutcome = { kind: 'DECIDED', levelOfTrust: 'green' };
const red: DigitizationOutcome = { kind: 'DECIDED', levelOfTrust: 'red' };
const yellow = (...offered: OfferedIdvType[]): DigitizationOutcome => ({
  kind: 'DECIDED',
  levelOfTrust: 'yellow',
  offered,
});
const yellowWithoutList: DigitizationOutcome = { kind: 'DECIDED', levelOfTrust: 'yellow', offered: null };

const usualMethods: readonly OfferedIdvType[] = ['cell_phone', 'email'];

/** The sandbox's test cases: the `YY` of a card's expiry date -> what becomes of the card. */
export const testCases: Readonly<Record<string, TestCase>> = {
  '30': { digitization: green },
  '31': { digitization: yellow('cell_phone', 'email') },
  '32': { digitization: yellow('bank_app') },
  '33': { digitization: yellowWithoutList },
  '34': { digitization: red },
  '35': { digitization: yellow('customer_service') },
  '36': { digitization: yellow('website', 'outbound_call', '3ds') },
  '37': { idv: 'none' },
  '39': { eligibility: ResponseCode.fraudSuspected },
  '40': { eligibility: ResponseCode.cardExpired },
  '41': { eligibility: ResponseCode.cardSuspended },
  '42': { eligibility: ResponseCode.cardRevoked },
  '43': { eligibility: ResponseCode.productNotSupported },
  '44': { eligibility: ResponseCode.invalidFpan },
  '45': { digitization: { kind: 'REFUSED', code: ResponseCode.operationFailed } },
  '46': { digitization: { kind: 'BROKEN', fault: '500' } },
  '47': { digitization: { kind: 'BROKEN', fault: 'timeout' } },
  '48': {
    digitization: yellow('cell_phone', 'email', 'customer_service'),
    sendOTP: ResponseCode.invalidIdvMethod,
  },
};

/** What speaks for the cardholder at `requestCardDigitization`. */
export interface Evidence {
  /** The token service provider or the network found the CSC right. */
  cvvValidated: boolean;
  /** The authentication value, if there was one: the CSC, or the issuer's own proof. */
  csc: 'right' | 'wrong' | 'absent';
  /** One of {@link CaptureMethod}, or one that a later version adds. */
  captureMethod: string | undefined;
}

/** What the issuer can and wants. */
export interface IssuerPolicy {
  hasIdv: boolean;
  unproven?: 'yellow' | 'red';
}

/** @param expiryYear `YY`; null when the card came without an expiry date */
export function testCaseOf(expiryYear: string | null): TestCase {
  return (expiryYear !== null && testCases[expiryYear]) || {};
}

/** The issuer's decision. A wrong CSC is refused whatever the test case. */
export function digitizationOutcome(
  testCase: TestCase,
  evidence: Evidence,
  policy: IssuerPolicy,
): DigitizationOutcome {
  if (evidence.csc === 'wrong') return { kind: 'REFUSED', code: ResponseCode.authenticationValueProblem };
  const outcome = testCase.digitization ?? byEvidence(evidence, policy);
  const asksForStepUp = outcome.kind === 'DECIDED' && outcome.levelOfTrust === 'yellow';
  return asksForStepUp && !canVerify(testCase, policy) ? red : outcome;
}

/** The kinds of ID&V methods that the cardholder of a card may choose from, whoever asked for step-up. */
export function offeredIdvTypes(testCase: TestCase, policy: IssuerPolicy): readonly OfferedIdvType[] {
  if (!canVerify(testCase, policy)) return [];
  const { digitization } = testCase;
  const named = digitization && 'offered' in digitization ? digitization.offered : null;
  return named ?? usualMethods;
}

const vouchedFor: readonly string[] = ['BANK_APP', 'ON_FILE'] satisfies CaptureMethod[];

/** The published guidance for cards that are no test case (Issuer Gateway API, tokenization decision). */
function byEvidence(
  { cvvValidated, csc, captureMethod }: Evidence,
  policy: IssuerPolicy,
): DigitizationOutcome {
  if (cvvValidated || csc === 'right') return green;
  if (captureMethod !== undefined && vouchedFor.includes(captureMethod)) return green;
  return policy.unproven === 'red' ? red : yellow(...usualMethods);
}

function canVerify(testCase: TestCase, policy: IssuerPolicy): boolean {
  return policy.hasIdv && testCase.idv !== 'none';
}
