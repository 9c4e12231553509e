import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idvEnding, idvEndings, isKnownIdvMethodType, isOtpMethod } from './idv-method.ts';

test('only SMS and e-mail take a one-time password', () => {
  assert.deepEqual(Object.keys(idvEndings).filter(isOtpMethod), ['cell_phone', 'email']);
});

test('what ends each method', () => {
  assert.equal(idvEnding('bank_app'), 'issuer');
  assert.equal(idvEnding('3ds'), 'tsp');
  assert.equal(idvEnding('email'), 'otp');
});

test('an unknown type is known to be unknown', () => {
  for (const type of ['carrier_pigeon', 'EMAIL', 'constructor', '']) {
    assert.equal(isKnownIdvMethodType(type), false);
    assert.equal(idvEnding(type), undefined);
    assert.equal(isOtpMethod(type), false);
  }
});
