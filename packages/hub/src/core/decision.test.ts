import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, decide, type Recommendation, readRecommendation } from './decision.ts';

const plain = { issuerHasIdv: true, issuerOverridesYellow: false };

/** Wallet's recommendation, issuer's answer, outcome; with an issuer that has ID&V and one that has none. */
const table: [Recommendation | null, Decision, Decision, Decision][] = [
  [null, 'green', 'green', 'green'],
  [null, 'yellow', 'yellow', 'red'],
  [null, 'red', 'red', 'red'],
  ['green', 'green', 'green', 'green'],
  ['green', 'yellow', 'yellow', 'red'],
  ['green', 'red', 'red', 'red'],
  ['yellow', 'green', 'yellow', 'red'],
  ['yellow', 'yellow', 'yellow', 'red'],
  ['yellow', 'red', 'red', 'red'],
  ['orange', 'green', 'yellow', 'red'],
  ['orange', 'yellow', 'yellow', 'red'],
  ['orange', 'red', 'red', 'red'],
  ['red', 'green', 'red', 'red'],
  ['red', 'yellow', 'red', 'red'],
  ['red', 'red', 'red', 'red'],
];

for (const [recommendation, issuer, outcome, withoutIdv] of table) {
  test(`wallet ${recommendation}, issuer ${issuer}: ${outcome}, without ID&V ${withoutIdv}`, () => {
    assert.equal(decide({ recommendation, issuer, ...plain }).decision, outcome);
    assert.equal(decide({ recommendation, issuer, ...plain, issuerHasIdv: false }).decision, withoutIdv);
  });
}

test("an issuer that overrides keeps its green against the wallet's yellow, not against orange or red", () => {
  const overriding = { ...plain, issuer: 'green' as const, issuerOverridesYellow: true };
  assert.equal(decide({ ...overriding, recommendation: 'yellow' }).decision, 'green');
  assert.equal(decide({ ...overriding, recommendation: 'orange' }).decision, 'yellow');
  assert.equal(decide({ ...overriding, recommendation: 'red' }).decision, 'red');
});

test('who decided is told', () => {
  assert.equal(decide({ ...plain, recommendation: 'red', issuer: 'green' }).decidedBy, 'WALLET');
  assert.equal(decide({ ...plain, recommendation: 'green', issuer: 'red' }).decidedBy, 'ISSUER');
  const stepUp = decide({
    issuerHasIdv: false,
    issuerOverridesYellow: false,
    recommendation: null,
    issuer: 'yellow',
  });
  assert.equal(stepUp.decidedBy, 'ISSUER_WITHOUT_IDV');
});

test('a recommendation is read in any case; anything else is none', () => {
  assert.equal(readRecommendation('ORANGE'), 'orange');
  assert.equal(readRecommendation('purple'), null);
  assert.equal(readRecommendation('constructor'), null);
  assert.equal(readRecommendation(undefined), null);
});
