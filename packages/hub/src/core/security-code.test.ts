import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { judgeCode, mostWrongCodes, securityCodeFrom } from './security-code.ts';

test('a code has the digits of its scheme, zeros in front included', () => {
  assert.equal(securityCodeFrom('ff', { scheme: 'VISA' }), '255');
  assert.equal(securityCodeFrom('07', { scheme: 'MASTERCARD' }), '007');
  assert.equal(securityCodeFrom('07d0', { scheme: 'AMEX' }), '2000');
  assert.equal(securityCodeFrom('07d0', { scheme: 'VISA' }), '000');
});

test('codes are spread over all that are possible', () => {
  const seen = new Set<string>();
  for (let card = 0; card < 20_000; card++) {
    seen.add(securityCodeFrom(createHash('sha256').update(String(card)).digest('hex'), { scheme: 'VISA' }));
  }
  assert.equal(seen.size, 1_000);
});

test('a right code forgets the wrong ones, until there were too many in a row', () => {
  const right = '123';
  let wrongCodes = 0;
  const give = (given: string) => {
    const judged = judgeCode({ wrongCodes }, { given, right });
    wrongCodes = judged.wrongCodes;
    return [judged.securityCode, judged.securityCodeTriesExceeded, wrongCodes];
  };
  assert.deepEqual(give('321'), ['INVALID', false, 1]);
  assert.deepEqual(give('123'), ['VALID', false, 0]);
  for (let wrong = 1; wrong <= mostWrongCodes; wrong++)
    assert.deepEqual(give('321'), ['INVALID', false, wrong]);
  assert.deepEqual(give('123'), ['INVALID', true, mostWrongCodes]);
});
