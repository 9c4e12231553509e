import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterAttempt, deliveryLifetime, retrySchedule } from './delivery.ts';

const queuedAt = new Date('2026-11-22T00:00:00Z');
const first = { failures: 0, queuedAt };
const failed = { outcome: 'FAILED', retryAfter: null } as const;
const minute = 60_000;

test('an acknowledged delivery is done, a refused one is parked with the code', () => {
  assert.deepEqual(afterAttempt(first, { outcome: 'ACKNOWLEDGED' }, queuedAt), { state: 'DELIVERED' });
  assert.deepEqual(afterAttempt(first, { outcome: 'REFUSED', code: 112 }, queuedAt), {
    state: 'PARKED',
    parked: { because: 'REFUSED', code: 112 },
  });
});

test('a failed delivery is sent again after 10 s, 1 min, 5 min, 15 min, 1 h, then hourly until it is 24 h old', () => {
  let now = queuedAt;
  const waits: number[] = [];
  for (let failures = 0; ; failures++) {
    const next = afterAttempt({ failures, queuedAt }, failed, now);
    if (next.state !== 'PENDING') {
      assert.deepEqual(next, { state: 'PARKED', parked: { because: 'OUTLIVED' } });
      break;
    }
    waits.push(next.nextAttemptAt.getTime() - now.getTime());
    now = next.nextAttemptAt;
  }
  assert.deepEqual(waits.slice(0, 5), [10_000, minute, 5 * minute, 15 * minute, 60 * minute]);
  assert.deepEqual([...new Set(waits.slice(5))], [60 * minute]);
  assert.ok(now.getTime() - queuedAt.getTime() >= deliveryLifetime);
  assert.ok(now.getTime() - queuedAt.getTime() < deliveryLifetime + 60 * minute);
});

test('a receiver that asks to be left alone longer is left alone longer, never shorter', () => {
  const asked = (retryAfter: number) => {
    const next = afterAttempt(first, { ...failed, retryAfter }, queuedAt);
    return next.state === 'PENDING' ? next.nextAttemptAt.getTime() - queuedAt.getTime() : null;
  };
  assert.equal(asked(120_000), 120_000);
  assert.equal(asked(1_000), retrySchedule[0]);
});
