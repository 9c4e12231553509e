import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inMoney } from './money.ts';

test('inMoney has the decimals of the currency', () => {
  assert.equal(inMoney({ amount: 1250, currency: 'EUR' }), '12.50 EUR');
  assert.equal(inMoney({ amount: 1250, currency: 'JPY' }), '1250 JPY');
  assert.equal(inMoney({ amount: 1, currency: 'KWD' }), '0.001 KWD');
});

test('inMoney takes a currency that nobody knows', () => {
  assert.equal(inMoney({ amount: 100, currency: 'ZZZ' }), '1.00 ZZZ');
});
