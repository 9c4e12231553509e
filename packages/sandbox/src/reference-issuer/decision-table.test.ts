import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { captureMethods } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import {
  digitizationOutcome,
  type Evidence,
  type IssuerPolicy,
  offeredIdvTypes,
  testCaseOf,
  testCases,
} from './decision-table.ts';

const nothing: Evidence = { cvvValidated: false, csc: 'absent', captureMethod: 'MANUAL' };
const able: IssuerPolicy = { hasIdv: true };
const unable: IssuerPolicy = { hasIdv: false };

const levelOf = (year: string | null, evidence: Evidence, policy: IssuerPolicy) => {
  const outcome = digitizationOutcome(testCaseOf(year), evidence, policy);
  return outcome.kind === 'DECIDED' ? outcome.levelOfTrust : outcome.kind;
};

describe('digitizationOutcome', () => {
  it('follows the test case, whatever the evidence but a wrong CSC', () => {
    const convincing: Evidence = { cvvValidated: true, csc: 'right', captureMethod: 'BANK_APP' };
    for (const evidence of [nothing, convincing]) {
      assert.equal(levelOf('30', evidence, able), 'green');
      assert.equal(levelOf('31', evidence, able), 'yellow');
      assert.equal(levelOf('34', evidence, able), 'red');
      assert.equal(levelOf('45', evidence, able), 'REFUSED');
      assert.equal(levelOf('46', evidence, able), 'BROKEN');
    }
  });

  it('refuses a wrong CSC in every test case, also when the network found it right', () => {
    for (const year of [...Object.keys(testCases), '29', null]) {
      const evidence: Evidence = { cvvValidated: true, csc: 'wrong', captureMethod: 'BANK_APP' };
      assert.deepEqual(digitizationOutcome(testCaseOf(year), evidence, able), { kind: 'REFUSED', code: 161 });
    }
  });

  it('decides on any other card by evidence', () => {
    for (const year of ['29', '38', null]) {
      assert.equal(levelOf(year, { ...nothing, cvvValidated: true }, able), 'green');
      assert.equal(levelOf(year, { ...nothing, csc: 'right' }, able), 'green');
      for (const captureMethod of [...captureMethods, 'A_LATER_ONE', undefined]) {
        const trusted = captureMethod === 'BANK_APP' || captureMethod === 'ON_FILE';
        assert.equal(levelOf(year, { ...nothing, captureMethod }, able), trusted ? 'green' : 'yellow');
      }
    }
  });

  it('declines what is unproven where the issuer is strict', () => {
    const strict: IssuerPolicy = { hasIdv: true, unproven: 'red' };
    assert.equal(levelOf('29', nothing, strict), 'red');
    assert.equal(levelOf('29', { ...nothing, captureMethod: 'ON_FILE' }, strict), 'green');
    assert.equal(levelOf('31', nothing, strict), 'yellow');
  });

  it('has no yellow without ID&V, of the issuer or of the card', () => {
    for (const year of ['31', '32', '33', '35', '36', '37', '48', '29'])
      assert.equal(levelOf(year, nothing, unable), 'red');
    assert.equal(levelOf('37', nothing, able), 'red');
    assert.equal(levelOf('37', { ...nothing, csc: 'right' }, able), 'green');
    assert.equal(levelOf('29', { ...nothing, csc: 'right' }, unable), 'green');
  });
});

describe('offeredIdvTypes', () => {
  it('is what the decision names, else phone and mail, for the hub may ask for step-up by itself', () => {
    assert.deepEqual(offeredIdvTypes(testCaseOf('32'), able), ['bank_app']);
    assert.deepEqual(offeredIdvTypes(testCaseOf('36'), able), ['website', 'outbound_call', '3ds']);
    for (const year of ['30', '31', '33', '29', null])
      assert.deepEqual(offeredIdvTypes(testCaseOf(year), able), ['cell_phone', 'email']);
  });

  it('is empty without ID&V', () => {
    assert.deepEqual(offeredIdvTypes(testCaseOf('37'), able), []);
    assert.deepEqual(offeredIdvTypes(testCaseOf('31'), unable), []);
  });
});
