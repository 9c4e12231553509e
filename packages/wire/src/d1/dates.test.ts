import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Type from 'typebox';
import { BirthDate, ExpiryDate, wireDate } from './dates.ts';
import { readD1Message } from './reading.ts';

test('an instant is written with milliseconds, in UTC', () => {
  assert.equal(wireDate(new Date('2022-02-16T07:28:02.4+01:00')), '2022-02-16T06:28:02.400Z');
  assert.equal(wireDate(new Date(0)), '1970-01-01T00:00:00.000Z');
  assert.throws(() => wireDate(new Date(Number.NaN)), RangeError);
});

test('a birth date is YYYY-MM-DD, an expiry date MMYY', () => {
  const accepts = (schema: Type.TString, value: string) =>
    readD1Message({ schema, value, leniency: 'exact' }).ok;
  assert.equal(accepts(BirthDate, '1990-01-25'), true);
  for (const value of ['1990-13-01', '1990-00-10', '1990-01-32', '90-01-25', '1990-1-25', '1990-01-25T00:00'])
    assert.equal(accepts(BirthDate, value), false);
  assert.equal(accepts(ExpiryDate, '1230'), true);
  for (const value of ['1330', '0030', '3012', '12/30']) assert.equal(accepts(ExpiryDate, value), false);
});
