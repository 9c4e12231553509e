import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPan, lastDigits, luhnCheckDigit, maskPan } from './pan.ts';

const digits = (minLength: number, maxLength: number) =>
  fc.stringMatching(new RegExp(`^[0-9]{${minLength},${maxLength}}$`));

test('isPan accepts 13 to 19 digits that pass Luhn', () => {
  for (const pan of ['4111111111111111', '378282246310005', '4222222222222', '6304000000000000000'])
    assert.equal(isPan(pan), true);
});

test('isPan refuses a wrong check digit, a wrong length, separators and other scripts', () => {
  const refused = ['4111111111111112', '411111111111', '4111 1111 1111 1111', '٤١١١١١١١١١١١١١١١', ''];
  for (const text of refused) assert.equal(isPan(text), false);
});

test('isPan notices every single wrong digit', () => {
  fc.assert(
    fc.property(digits(12, 18), fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
      const pan = body + luhnCheckDigit(body);
      const position = at % pan.length;
      const wrong = (Number(pan[position]) + shift) % 10;
      assert.equal(isPan(pan), true);
      assert.equal(isPan(pan.slice(0, position) + wrong + pan.slice(position + 1)), false);
    }),
  );
});

test('luhnCheckDigit completes a body', () => {
  assert.equal(luhnCheckDigit('411111111111111'), '1');
  assert.equal(luhnCheckDigit('0'), '0');
});

test('luhnCheckDigit refuses what is no body, without repeating it', () => {
  for (const body of ['', 'x', '1234567890123456789'])
    assert.throws(() => luhnCheckDigit(body), {
      name: 'RangeError',
      message: 'A Luhn body is 1 to 18 digits',
    });
});

test('maskPan shows the first six and the last four', () => {
  assert.equal(maskPan('9990100000001234'), '999010******1234');
  assert.equal(maskPan('4222222222222'), '422222***2222');
});

test('maskPan stars whatever is too short to be a PAN', () => {
  assert.equal(maskPan('123456789012'), '************');
  assert.equal(maskPan(''), '');
});

test('maskPan shows at most ten digits and keeps the length', () => {
  fc.assert(
    fc.property(digits(0, 24), text => {
      const masked = maskPan(text);
      assert.equal(masked.length, text.length);
      assert.ok(masked.replaceAll('*', '').length <= 10);
    }),
  );
});

test('lastDigits gives the end of the number', () => {
  assert.equal(lastDigits('9990100000001234', 4), '1234');
  assert.equal(lastDigits('9990100000001234', 5), '01234');
});
