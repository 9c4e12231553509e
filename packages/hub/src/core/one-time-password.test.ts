import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameSend, judgeEntry, maySend, nextSend, otpLimits, withoutSend } from './one-time-password.ts';

const now = new Date('2026-11-22T00:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const sent = nextSend(null, 'sms', now);

test('a code is good for ten minutes', () => {
  const entry = (at: Date) => judgeEntry(sent, { matches: true, now: at }).result;
  assert.equal(entry(later(otpLimits.lifetime - 1)), 'SUCCESS');
  assert.equal(entry(later(otpLimits.lifetime)), 'EXPIRED_CODE');
});

test('three wrong entries use a code up, and the right one comes too late then', () => {
  let challenge = sent;
  const results = [1, 2, 3].map(() => {
    const judged = judgeEntry(challenge, { matches: false, now });
    challenge = judged.challenge;
    return judged.result;
  });
  assert.deepEqual(results, ['INCORRECT_CODE', 'INCORRECT_CODE', 'INCORRECT_CODE_RETRIES_EXCEEDED']);
  assert.equal(judgeEntry(challenge, { matches: true, now }).result, 'INCORRECT_CODE_RETRIES_EXCEEDED');
});

test('an expired entry costs no try', () => {
  const judged = judgeEntry(sent, { matches: false, now: later(otpLimits.lifetime) });
  assert.deepEqual(judged, { result: 'EXPIRED_CODE', challenge: sent });
});

test('at most three codes are sent, each with tries of its own', () => {
  let challenge = nextSend(null, 'sms', now);
  challenge = nextSend({ ...challenge, attempts: 3 }, 'email', now);
  assert.deepEqual([challenge.attempts, challenge.sends, challenge.methodId], [0, 2, 'email']);
  assert.ok(maySend(null) && maySend(challenge));
  assert.ok(!maySend(nextSend(challenge, 'sms', now)));
});

test('a code that could not be sent counts for nothing and voids the former one', () => {
  assert.equal(withoutSend(sent, sent, now), null);
  const second = nextSend(sent, 'email', later(1));
  const left = withoutSend(second, second, later(2));
  assert.deepEqual([left?.sends, left?.expiresAt], [1, later(2)]);
});

test('a code asked for while another could not be sent stands', () => {
  const second = nextSend(sent, 'email', later(1));
  assert.ok(!isSameSend(second, sent));
  assert.deepEqual(withoutSend(second, sent, later(2)), { ...second, sends: 1 });
});
