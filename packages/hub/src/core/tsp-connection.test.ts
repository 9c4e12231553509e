import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterCheck, isDown, type TspHealth, untestedHealth } from './tsp-connection.ts';

const now = new Date('2026-03-01T10:00:00Z');

function checked(...answers: boolean[]): TspHealth {
  return answers.reduce((health, answered) => afterCheck(health, { answered, now }), untestedHealth);
}

test('a TSP is down after three failures in a row, and up again with the first success', () => {
  assert.equal(isDown(untestedHealth), false);
  assert.equal(isDown(checked(false, false)), false);
  assert.equal(isDown(checked(false, false, true, false)), false);
  assert.equal(isDown(checked(false, false, false)), true);
  assert.deepEqual(checked(false, false, false, true), { failedChecks: 0, checkedAt: now });
});
