import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressOf } from './follow-batch.ts';

test('progress tells how many, how fast and how long still', () => {
  const at = (settledRecords: number) => ({ settledRecords, totalRecords: 100_000 });
  assert.equal(progressOf(at(0), { settled: 0, milliseconds: 0 }), '0 of 100000 records');
  assert.equal(
    progressOf(at(40_000), { settled: 10_000, milliseconds: 8_000 }),
    '40000 of 100000 records, 1250 a second, 48 s left',
  );
  assert.equal(
    progressOf(at(100_000), { settled: 100, milliseconds: 1_000 }),
    '100000 of 100000 records, 100 a second, 0 ms left',
  );
});
