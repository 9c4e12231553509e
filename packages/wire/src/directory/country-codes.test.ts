import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alpha2CountryCode, alpha3CountryCode } from './country-codes.ts';

test('a country has one code of two letters and one of three', () => {
  const codes = [
    ['FR', 'FRA'],
    ['US', 'USA'],
    ['CH', 'CHE'],
    ['AX', 'ALA'],
    ['ZW', 'ZWE'],
  ] as const;
  for (const [alpha2, alpha3] of codes) {
    assert.equal(alpha3CountryCode(alpha2), alpha3);
    assert.equal(alpha2CountryCode(alpha3), alpha2);
  }
});

test('every country is there, and nothing else is one', () => {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const known = letters
    .flatMap(a => letters.map(b => a + b))
    .filter(code => alpha3CountryCode(code) !== null);
  assert.equal(known.length, 249);
  assert.equal(new Set(known.map(alpha3CountryCode)).size, 249);
  for (const unknown of ['ZZ', 'fr', 'EU', '', '__proto__']) assert.equal(alpha3CountryCode(unknown), null);
  assert.equal(alpha2CountryCode('FR'), null);
});
