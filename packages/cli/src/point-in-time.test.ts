import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readPointInTime } from './point-in-time.ts';

it('reads a time with its zone, and a day', () => {
  assert.equal(readPointInTime('2026-11-22T09:00:00Z'), '2026-11-22T09:00:00.000Z');
  assert.equal(readPointInTime('2026-11-22T09:00+01:00'), '2026-11-22T08:00:00.000Z');
  assert.equal(readPointInTime('2026-11-22'), '2026-11-22T00:00:00.000Z');
});

it('refuses what leaves the zone open or is no time', () => {
  for (const text of ['2026-11-22T09:00:00', 'yesterday', '2026-13-01', '1h', '']) {
    assert.throws(() => readPointInTime(text), /Expected: a time with its zone/, text);
  }
});
