import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { retryAfterOf } from './retry-after.ts';

const date = 'Sun, 22 Nov 2026 02:45:00 GMT';
const hour = 3_600_000;

const cases: [string, { 'retry-after'?: unknown; date?: unknown }, number | null][] = [
  ['no header', { date }, null],
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['no wait at all', { 'retry-after': '0' }, 0],
  ['more than an hour', { 'retry-after': '3601' }, hour],
  ['more seconds than a number holds', { 'retry-after': '9'.repeat(400) }, hour],
  ['a point in time', { 'retry-after': 'Sun, 22 Nov 2026 02:46:30 GMT', date }, 90_000],
  ['a point in time that is past', { 'retry-after': 'Sun, 22 Nov 2026 02:44:00 GMT', date }, 0],
  ['a point in time far away', { 'retry-after': 'Mon, 23 Nov 2026 02:45:00 GMT', date }, hour],
  ['a past point in time in an answer without date', { 'retry-after': 'Sat, 01 Jan 2000 00:00:00 GMT' }, 0],
  ['a date that does not exist', { 'retry-after': 'Sun, 99 Nov 2026 02:46:30 GMT', date }, null],
  ['a date in another form', { 'retry-after': '2026-11-22T02:46:30Z', date }, null],
  ['a fraction', { 'retry-after': '1.5' }, null],
  ['a negative number', { 'retry-after': '-1' }, null],
  ['words', { 'retry-after': 'soon' }, null],
  ['the header twice', { 'retry-after': ['7', '8'] }, null],
];

for (const [name, headers, expected] of cases) {
  test(`Retry-After: ${name}`, () => assert.equal(retryAfterOf(headers), expected));
}

test('a point in time in the future counts from now when the answer has no date', () => {
  const inTwoHours = new Date(Date.now() + 2 * hour).toUTCString();
  assert.equal(retryAfterOf({ 'retry-after': inTwoHours }), hour);
});

test('whatever is sent, the wait is unknown or from 0 to an hour', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), (wait, answeredAt) => {
      const milliseconds = retryAfterOf({ 'retry-after': wait, date: answeredAt ?? undefined });
      assert.ok(milliseconds === null || (milliseconds >= 0 && milliseconds <= hour));
    }),
  );
});
