import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AttemptOutcome, afterAttempt, deliveryLifetime, retrySchedule } from './delivery.ts';

const createdAt = new Date('2026-11-22T00:00:00Z');
const at = (milliseconds: number) => new Date(createdAt.getTime() + milliseconds);
const failed = { outcome: 'FAILED' as AttemptOutcome, retryAfter: null };
const minute = 60_000;

test('an acknowledged delivery is done, a refused one is parked', () => {
  assert.deepEqual(afterAttempt({ attempts: 1, createdAt }, { ...failed, outcome: 'ACKNOWLEDGED' }, at(0)), {
    state: 'DELIVERED',
  });
  assert.deepEqual(afterAttempt({ attempts: 1, createdAt }, { ...failed, outcome: 'REFUSED' }, at(0)), {
    state: 'PARKED',
  });
});

test('a failed delivery is sent again after 10 s, 1 min, 5 min, 15 min, 1 h, then hourly until it is 24 h old', () => {
  let now = createdAt;
  const waits: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = afterAttempt({ attempts, createdAt }, failed, now);
    if (next.state !== 'PENDING') {
      assert.equal(next.state, 'PARKED');
      break;
    }
    waits.push(next.nextAttemptAt.getTime() - now.getTime());
    now = next.nextAttemptAt;
  }
  assert.deepEqual(waits.slice(0, 5), [10_000, minute, 5 * minute, 15 * minute, 60 * minute]);
  assert.deepEqual([...new Set(waits.slice(5))], [60 * minute]);
  assert.ok(now.getTime() - createdAt.getTime() >= deliveryLifetime);
  assert.ok(now.getTime() - createdAt.getTime() < deliveryLifetime + 60 * minute);
});

test('a receiver that asks to be left alone longer is left alone longer, never shorter', () => {
  const asked = (retryAfter: number) => {
    const next = afterAttempt({ attempts: 1, createdAt }, { ...failed, retryAfter }, createdAt);
    return next.state === 'PENDING' ? next.nextAttemptAt.getTime() - createdAt.getTime() : null;
  };
  assert.equal(asked(120_000), 120_000);
  assert.equal(asked(1_000), retrySchedule[0]);
});
