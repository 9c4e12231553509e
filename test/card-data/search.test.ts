import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import { numberForms } from './number-forms.ts';
import { codeSearch, numberSearch, securityCodeSearch } from './search.ts';

const number = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 1 });
const neighbour = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 2 });

describe('the search for a card number', () => {
  const search = numberSearch([number]);

  for (const { name, bytes } of numberForms(number)) {
    test(`finds it ${name}, wherever it begins`, () => {
      for (const length of [0, 1, 2, 3, 1000]) {
        const content = Buffer.concat([Buffer.alloc(length, 0x39), bytes, Buffer.alloc(3, 0x39)]);
        assert.deepEqual(search(content), [`…${number.slice(-4)} ${name}`]);
      }
    });

    test(`does not take another number for it, ${name}`, () => {
      const others = numberForms(neighbour).map(form => form.bytes);
      assert.deepEqual(search(Buffer.concat(others)), []);
    });
  }

  for (const offset of [0, 1, 2]) {
    test(`finds it in the base64 of a text it begins ${offset} bytes after a group of three`, () => {
      const text = Buffer.from(`${'x'.repeat(3 + offset)}${number} and more`).toString('base64');
      assert.deepEqual(search(Buffer.from(text)), [`…${number.slice(-4)} base64 at ${offset}`]);
    });
  }
});

test('the search for one-time passwords finds them where they stand alone', () => {
  const search = codeSearch(['123456', '654321']);
  for (const text of ['123456', '"otpValue":"654321"', 'code 123456, ', '\t654321\n']) {
    assert.equal(search(Buffer.from(text)).length, 1, text);
  }
  for (const text of ['0123456', '12:30:00.123456+00', 'a123456', '123456-7', '']) {
    assert.deepEqual(search(Buffer.from(text)), [], text);
  }
});

test('the search for security codes finds their name, however often it was quoted', () => {
  for (const text of ['{"cvv":"123"}', '{\\"cvv\\":\\"123\\"}', '{\\\\"cvv\\\\": 1}']) {
    assert.equal(securityCodeSearch(Buffer.from(text)).length, 1, text);
  }
  assert.deepEqual(securityCodeSearch(Buffer.from('{"cvvValidated":true}')), []);
});
