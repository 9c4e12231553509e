import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterAttempt,
  cardNotification,
  deliveryLifetime,
  goesWithOthers,
  retrySchedules,
} from './delivery.ts';

const queuedAt = new Date('2026-11-22T00:00:00Z');
const operation = 'notifyVirtualCardChange';
const first = { operation, failures: 0, queuedAt };
const failed = { outcome: 'FAILED', retryAfter: null } as const;
const minute = 60_000;

test('an acknowledged delivery is done, a refused one is parked with the code', () => {
  assert.deepEqual(afterAttempt(first, { outcome: 'ACKNOWLEDGED' }, queuedAt), { state: 'DELIVERED' });
  assert.deepEqual(afterAttempt(first, { outcome: 'REFUSED', code: 112 }, queuedAt), {
    state: 'PARKED',
    parked: { because: 'REFUSED', code: 112 },
  });
});

const families = [
  {
    sent: 'notifyVirtualCardChange',
    when: '10 s, 1 min, 5 min, 15 min, 1 h',
    waits: [10_000, minute, 5 * minute, 15 * minute, 60 * minute],
  },
  {
    sent: 'd1/notifyConsumerOperations',
    when: '5 s, 30 s, 2 min, 10 min, 1 h',
    waits: [5_000, 30_000, 2 * minute, 10 * minute, 60 * minute],
  },
];

for (const { sent, when, waits } of families) {
  test(`a failed ${sent} is sent again after ${when}, then hourly until it is 24 h old`, () => {
    let now = queuedAt;
    const waited: number[] = [];
    for (let failures = 0; ; failures++) {
      const next = afterAttempt({ operation: sent, failures, queuedAt }, failed, now);
      if (next.state !== 'PENDING') {
        assert.deepEqual(next, { state: 'PARKED', parked: { because: 'OUTLIVED' } });
        break;
      }
      waited.push(next.nextAttemptAt.getTime() - now.getTime());
      now = next.nextAttemptAt;
    }
    assert.deepEqual(waited.slice(0, 5), waits);
    assert.deepEqual([...new Set(waited.slice(5))], [60 * minute]);
    assert.ok(now.getTime() - queuedAt.getTime() >= deliveryLifetime);
    assert.ok(now.getTime() - queuedAt.getTime() < deliveryLifetime + 60 * minute);
  });
}

test('a delivery refused in a call with others goes at once, alone', () => {
  assert.deepEqual(afterAttempt(first, { outcome: 'REFUSED_TOGETHER' }, queuedAt), {
    state: 'PENDING',
    nextAttemptAt: queuedAt,
    alone: true,
  });
});

test('a D1 delivery that is refused is parked with the status and the error code', () => {
  const refusal = { status: 404, errorCode: 'CARD_NOT_FOUND' };
  assert.deepEqual(afterAttempt(first, { outcome: 'REFUSED', ...refusal }, queuedAt), {
    state: 'PARKED',
    parked: { because: 'REFUSED', ...refusal },
  });
});

test('a receiver that asks to be left alone longer is left alone longer, never shorter', () => {
  const asked = (retryAfter: number) => {
    const next = afterAttempt(first, { ...failed, retryAfter }, queuedAt);
    return next.state === 'PENDING' ? next.nextAttemptAt.getTime() - queuedAt.getTime() : null;
  };
  assert.equal(asked(120_000), 120_000);
  assert.equal(asked(1_000), retrySchedules.ISSUER_GATEWAY[0]);
});

test('card notifications of the second version go together, unless one has to go alone', () => {
  const notification = { operation: cardNotification, parameters: null, alone: false };
  assert.ok(goesWithOthers(notification));
  assert.ok(!goesWithOthers({ ...notification, alone: true }));
  assert.ok(!goesWithOthers({ ...notification, parameters: { cardId: 'R-1' } }), 'the first version');
  assert.ok(!goesWithOthers({ ...notification, operation: 'd1/notifyConsumerOperations' }));
  assert.ok(!goesWithOthers({ ...notification, operation: 'notifyVirtualCardChange' }));
});
