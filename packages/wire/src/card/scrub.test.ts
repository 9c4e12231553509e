import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { luhnCheckDigit, maskPan } from './pan.ts';
import { scrubPans } from './scrub.ts';

const digits = (minLength: number, maxLength: number) =>
  fc.stringMatching(new RegExp(`^[0-9]{${minLength},${maxLength}}$`));
const pan = digits(12, 18).map(body => body + luhnCheckDigit(body));
const prose = fc.stringMatching(/^[abc {}":,.\n]*$/);

test('scrubPans stars a card number wherever it stands', () => {
  const cases = {
    '4111111111111111': '411111******1111',
    'card=4111111111111111;': 'card=411111******1111;',
    x4111111111111111y: 'x411111******1111y',
    '4111 1111 1111 1111': '4111 11** **** 1111',
    '4111-1111-1111-1111': '4111-11**-****-1111',
    '3782 822463 10005': '3782 82**** *0005',
    '4111\u00a01111\u20111111 - 1111': '4111\u00a011**\u2011**** - 1111',
  };
  for (const [text, scrubbed] of Object.entries(cases)) assert.equal(scrubPans(text), scrubbed);
});

test('scrubPans sees a card number beside other groups of digits', () => {
  assert.ok(!scrubPans('12 4111111111111111 34').includes('4111111111111111'));
  assert.ok(!scrubPans('4111111111111111 1230 123').includes('4111111111111111'));
  assert.ok(!scrubPans('2026-11-22 4111 1111 1111 1111').includes('1111 1111'));
});

test('scrubPans sees a card number glued to its expiry date', () => {
  assert.ok(!scrubPans('41111111111111111230').includes('4111111111111111'));
});

test('scrubPans keeps dates, times, UUIDs, TRIDs and numbers that fail Luhn', () => {
  const kept = [
    '2026-11-22 2026-11-23 2026-11-24',
    '2026-11-22T02:45:00.123Z',
    '40010030273',
    '50110030273, 40010075001 and 30010030273',
    '12345678-1234-1234-1234-123456789012',
    '7 12345678-1234-1234-1234-123456789012',
    '4111111111111112',
  ];
  for (const text of kept) assert.equal(scrubPans(text), text);
});

test('scrubPans leaves no card number in one piece', () => {
  fc.assert(
    fc.property(prose, pan, prose, (before, number, after) => {
      assert.equal(scrubPans(`${before}${number}${after}`), `${before}${maskPan(number)}${after}`);
    }),
  );
});

test('scrubPans leaves no card number grouped by spaces at any place', () => {
  fc.assert(
    fc.property(pan, fc.array(fc.nat({ max: 18 }), { maxLength: 6 }), (number, cuts) => {
      const grouped = number
        .split('')
        .map((digit, at) => (at > 0 && cuts.includes(at) ? ` ${digit}` : digit))
        .join('');
      const shown = scrubPans(grouped).replaceAll(' ', '');
      assert.ok(shown.replaceAll('*', '').length <= 10);
      assert.equal(shown.length, number.length);
    }),
  );
});

test('scrubPans leaves no card number inside a longer piece', () => {
  fc.assert(
    fc.property(digits(7, 12), pan, digits(0, 8), (before, number, after) => {
      assert.ok(!scrubPans(before + number + after).includes(number));
    }),
  );
});

test('scrubPans keeps every UUID', () => {
  const allDigits = fc.tuple(digits(8, 8), digits(4, 4), digits(4, 4), digits(4, 4), digits(12, 12));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uuid(),
        allDigits.map(groups => groups.join('-')),
      ),
      prose,
      (id, text) => {
        assert.ok(scrubPans(`${text} 7 ${id} `).includes(id));
        assert.ok(scrubPans(id.toUpperCase()).includes(id.toUpperCase()));
      },
    ),
  );
  const id = randomUUID();
  assert.equal(scrubPans(`session-${id}-1`), `session-${id}-1`);
});

test('scrubPans keeps every ISO 8601 date and every number of at most 12 digits', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      digits(1, 12),
      (date, number) => {
        assert.equal(scrubPans(date.toISOString()), date.toISOString());
        const day = date.toISOString().slice(0, 10);
        assert.equal(scrubPans(`${day} ${day}`), `${day} ${day}`);
        assert.equal(scrubPans(`id:${number};`), `id:${number};`);
      },
    ),
  );
});
