import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryYear, isExpiry, lastInstantOfExpiry } from './expiry.ts';

test('isExpiry accepts MMYY', () => {
  for (const expiry of ['0130', '1299', '1000']) assert.equal(isExpiry(expiry), true);
});

test('isExpiry refuses impossible months and other shapes', () => {
  for (const text of ['0030', '1330', '3012', '130', '12/30', '12301', '1230\n', ''])
    assert.equal(isExpiry(text), false);
});

test('expiryYear puts every year into the century 20', () => {
  assert.equal(expiryYear('1230'), 2030);
  assert.equal(expiryYear('0199'), 2099);
  assert.equal(expiryYear('0100'), 2000);
});

test('expiryYear throws without repeating what it was given', () => {
  assert.throws(() => expiryYear('9930'), { name: 'RangeError', message: 'An expiry date is MMYY' });
});

test('lastInstantOfExpiry is the end of the month in UTC', () => {
  assert.equal(lastInstantOfExpiry('0130').toISOString(), '2030-01-31T23:59:59.999Z');
  assert.equal(lastInstantOfExpiry('1230').toISOString(), '2030-12-31T23:59:59.999Z');
});

test('lastInstantOfExpiry knows leap years', () => {
  assert.equal(lastInstantOfExpiry('0228').toISOString(), '2028-02-29T23:59:59.999Z');
  assert.equal(lastInstantOfExpiry('0230').toISOString(), '2030-02-28T23:59:59.999Z');
});
