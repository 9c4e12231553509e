import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterFailure,
  breakerRest,
  breakerState,
  deliveriesPerIssuer,
  failuresToOpen,
  type IssuerBreaker,
  roomFor,
} from './issuer-breaker.ts';

const now = new Date('2026-11-22T00:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const closed: IssuerBreaker = { issuerId: 'BANKONE001', failures: 0, restsUntil: null, heldUntil: null };
const silent = { retryAfter: null };

function failing(times: number): IssuerBreaker {
  let breaker = closed;
  for (let failure = 0; failure < times; failure += 1) breaker = afterFailure(breaker, silent, now);
  return breaker;
}

test('opens after so many failures in a row, and not before', () => {
  assert.equal(breakerState(failing(failuresToOpen - 1), now), 'CLOSED');
  assert.equal(breakerState(failing(failuresToOpen), now), 'OPEN');
});

test('lets one delivery at a time try once it has rested, and rests again when that fails', () => {
  const open = failing(failuresToOpen);
  assert.equal(roomFor(open, { underWay: 0, now: later(breakerRest - 1) }), 0);
  const rested = later(breakerRest);
  assert.equal(breakerState(open, rested), 'HALF_OPEN');
  assert.equal(roomFor(open, { underWay: 0, now: rested }), 1);
  assert.equal(roomFor(open, { underWay: 1, now: rested }), 0);
  assert.equal(breakerState(afterFailure(open, silent, rested), rested), 'OPEN');
});

test('a closed one leaves the room that is not taken', () => {
  assert.equal(roomFor(closed, { underWay: 0, now }), deliveriesPerIssuer);
  assert.equal(roomFor(closed, { underWay: deliveriesPerIssuer, now }), 0);
});

test('an issuer that asks to be left alone is, after the first failure already', () => {
  const asked = afterFailure(closed, { retryAfter: 120_000 }, now);
  assert.equal(breakerState(asked, later(119_999)), 'OPEN');
  assert.equal(breakerState(asked, later(120_000)), 'CLOSED');
  const again = afterFailure(asked, silent, later(1_000));
  assert.equal(breakerState(again, later(119_999)), 'OPEN', 'a later failure takes nothing back');
});
