import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CertificationResult } from '@countermark/sandbox/certification/certification-result';
import { bank, plainBank } from '../packages/sandbox/src/reference-issuer/issuer-under-test.fixture.ts';
import { certify, type IssuerToCertify } from './certification/certify.ts';
import {
  answersLate,
  appliesRepeats,
  changesReferences,
  expectsOneHeaderCase,
  failsOnUnknownActions,
  opensPkcs1v15Only,
  refusesUnknownMembers,
  refusesWith200,
  takesAnyCertificate,
} from './certification/issuer-defects.ts';

/** An issuer with one defect, and what is to be found: the defect of each case that fails, and words that name it. */
interface Variant {
  issuer: Partial<IssuerToCertify>;
  fails: Record<string, string>;
  says: RegExp;
}

/** One badge is enough to show a defect. */
const singleBadge = { ...bank, products: bank.products.slice(0, 1) };
const pkcs1v15 = { ...singleBadge, sealing: { ...bank.sealing, padding: 'RSAES-PKCS1-v1_5' } } as const;
const older = plainBank.envelope;
const late = { limit: 1_000, by: 300 };

const variants: Readonly<Record<string, Variant>> = {
  'registered for OAEP, opens PKCS#1 v1.5 only': {
    issuer: { profile: pkcs1v15, defect: opensPkcs1v15Only, told: { padding: 'RSAES-OAEP-SHA-256' } },
    fails: { 'IG-ENV-01': 'opens-pkcs1v15-only' },
    says: /registered RSAES-OAEP, but opens only envelopes with PKCS#1 v1\.5/,
  },
  'expects header names in one case': {
    issuer: { defect: expectsOneHeaderCase },
    fails: { 'IG-HDR-01': 'header-name-case' },
    says: /lower case: refused with code 111; upper case: refused with code 111; capitals after dashes: accepted/,
  },
  'applies a repeated notification twice': {
    issuer: { defect: appliesRepeats },
    fails: { 'IG-REP-01': 'repeat-applied-twice', 'IG-REP-02': 'repeat-applied-twice' },
    says: /applied ACTIVATE, SUSPEND, SUSPEND/,
  },
  'answers after the time limit': {
    issuer: {
      defect: answersLate(late.limit + late.by),
      timeLimit: late.limit,
      only: /^IG-(TLS-01|HDR-01|ENV-01|TIM-01)$/,
    },
    fails: { 'IG-TIM-01': 'answer-too-late' },
    says: /The answer to requestCardDigitization came after 1[3-9][0-9]{2} ms: the hub waits for 1000 ms/,
  },
  'refuses with HTTP 200': {
    issuer: { defect: refusesWith200 },
    fails: {
      'IG-ENV-05': 'error-body-in-200',
      'IG-ENV-09': 'error-body-in-200',
      'IG-KEY-04': 'error-body-in-200',
      'IG-HDR-05': 'error-body-in-200',
      'IG-HDR-06': 'error-body-in-200',
      'IG-DEC-06': 'error-body-in-200',
      'IG-OTP-02': 'error-body-in-200',
      'IG-OTP-03': 'error-body-in-200',
      'IG-ERR-01': 'error-body-in-200',
      'IG-ERR-02': 'error-body-in-200',
      'IG-ERR-03': 'error-body-in-200',
      'IG-ERR-04': 'error-body-in-200',
      'IG-ERR-05': 'error-body-in-200',
    },
    says: /HTTP 200 and responseCode 164: HTTP 200 is success, whatever its body says/,
  },
  'knows only the newest key': {
    issuer: { keys: [older, bank.envelope] },
    fails: { 'IG-KEY-01': 'older-key-not-known' },
    says: /the older of the two, does not open while both are in use/,
  },
  'refuses unknown members': {
    issuer: { defect: refusesUnknownMembers },
    fails: { 'IG-CMP-01': 'unknown-member-refused', 'IG-CMP-02': 'unknown-member-refused' },
    says: /checkCardEligibility with members that the issuer does not know is not taken/,
  },
  'fails on an unknown action': {
    issuer: { defect: failsOnUnknownActions },
    fails: { 'IG-CMP-03': 'unknown-value-refused' },
    says: /A value of action that the issuer does not know makes it fail/,
  },
  'gives a card another reference in every session': {
    issuer: { defect: changesReferences },
    fails: { 'IG-ELI-02': 'card-reference-changes', 'IG-ELI-04': 'card-reference-changes' },
    says: /The same card got different references/,
  },
  'accepts any client certificate': {
    issuer: { defect: takesAnyCertificate },
    fails: { 'IG-TLS-04': 'foreign-client-certificate-accepted' },
    says: /client certificate that nobody vouches for/,
  },
};

describe('a certification run', () => {
  test('finds nothing wrong with the reference issuer', async () => {
    const result = await certify({
      profile: { ...bank, olderEnvelopes: [older] },
      keys: [older, bank.envelope],
    });
    assert.deepEqual(failed(result), {});
    assert.equal(result.verdict, 'PASSED');
  });

  for (const [what, { issuer, fails, says }] of Object.entries(variants)) {
    test(`finds out an issuer that is ${what}`, async () => {
      const result = await certify({ keys: [bank.envelope], profile: singleBadge, ...issuer });
      assert.deepEqual(failed(result), fails);
      assert.equal(result.verdict, 'FAILED');
      const words = result.cases.flatMap(({ findings }) => findings.map(({ wrong }) => wrong));
      assert.ok(
        words.some(wrong => says.test(wrong)),
        words.join('\n'),
      );
    });
  }
});

/** The defect that each failed case found first. */
function failed({ cases }: CertificationResult): Record<string, string> {
  const found = cases.filter(({ outcome }) => outcome === 'FAILED');
  return Object.fromEntries(found.map(({ id, findings }) => [id, findings[0]?.defect ?? '']));
}
