import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Faults } from './faults.ts';

const issuerId = 'CMISSUER01';
let faults: Faults;
beforeEach(() => {
  faults = new Faults();
});

describe('Faults', () => {
  it('befall one operation of one issuer, until they are cleared', () => {
    faults.inject(issuerId, { operation: 'sendOTP', fault: 'timeout' });
    assert.equal(faults.take(issuerId, 'sendOTP'), 'timeout');
    assert.equal(faults.take(issuerId, 'sendOTP'), 'timeout');
    assert.equal(faults.take(issuerId, 'checkCardEligibility'), undefined);
    assert.equal(faults.take('CMISSUER02', 'sendOTP'), undefined);
    faults.clear(issuerId);
    assert.equal(faults.take(issuerId, 'sendOTP'), undefined);
  });

  it('befall as many calls as they say', () => {
    faults.inject(issuerId, { operation: 'sendOTP', fault: 'reset', times: 2 });
    assert.equal(faults.take(issuerId, 'sendOTP'), 'reset');
    assert.deepEqual(faults.pending(issuerId), [{ operation: 'sendOTP', fault: 'reset', times: 1 }]);
    assert.equal(faults.take(issuerId, 'sendOTP'), 'reset');
    assert.equal(faults.take(issuerId, 'sendOTP'), undefined);
    assert.deepEqual(faults.pending(issuerId), []);
  });

  it('of any operation give way to one of the operation itself', () => {
    faults.inject(issuerId, { operation: '*', fault: '500' });
    faults.inject(issuerId, { operation: 'sendOTP', fault: { responseCode: 501 }, times: 1 });
    assert.deepEqual(faults.take(issuerId, 'sendOTP'), { responseCode: 501 });
    assert.equal(faults.take(issuerId, 'sendOTP'), '500');
    assert.equal(faults.take(issuerId, 'notifyVirtualCardChange'), '500');
  });

  it('replace an earlier one of the same operation', () => {
    faults.inject(issuerId, { operation: 'sendOTP', fault: 'timeout' });
    faults.inject(issuerId, { operation: 'sendOTP', fault: 'reset' });
    assert.deepEqual(faults.pending(issuerId), [{ operation: 'sendOTP', fault: 'reset' }]);
  });
});
