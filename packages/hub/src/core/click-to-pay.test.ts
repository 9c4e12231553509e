import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ClickToPayRequest,
  closedRequest,
  type EnrolmentEvent,
  enrolmentAfter,
  isGivenUp,
  mayBeThere,
  nextLook,
} from './click-to-pay.ts';
import { directoryOf } from './directory.ts';

const start = new Date('2026-03-01T10:00:00.000Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

const request: ClickToPayRequest = {
  requestId: 'request-1',
  consumerKey: 'consumer-1',
  directory: 'VISA',
  number: 1,
  issuerId: 'BANKONE001',
  kind: 'ENROL',
  cardId: 'card-1',
  operationId: 'operation-1',
  step: 'OPEN',
  trace: null,
  sealedData: new Uint8Array([1]),
  attempts: 0,
  failure: null,
  createdAt: start,
};

test('only two networks have a directory', () => {
  assert.deepEqual(
    ['VISA', 'MASTERCARD', 'DOMESTIC', 'AMEX'].map(scheme => directoryOf({ scheme })),
    ['VISA', 'MASTERCARD', null, null],
  );
});

test('a request is looked at after 2, 4, 8 s and so on to every minute, until 15 minutes are over', () => {
  const waits: number[] = [];
  let now = start;
  for (let attempts = 1; !isGivenUp(request, now); attempts++) {
    const next = nextLook({ ...request, attempts }, now);
    waits.push((next.getTime() - now.getTime()) / 1000);
    now = next;
  }
  assert.deepEqual(waits.slice(0, 8), [2, 4, 8, 16, 32, 60, 60, 60]);
  assert.deepEqual(now, at(900));
  assert.ok(!isGivenUp(request, at(899)));
});

test('a request that ended keeps nothing personal', () => {
  assert.deepEqual(closedRequest(request, null), { ...request, step: 'CLOSED', sealedData: null });
});

test('the directory is looked at first where somebody may have asked it already', () => {
  assert.ok(!mayBeThere({ state: 'ABSENT' }, { attempts: 1 }));
  assert.ok(!mayBeThere({ state: 'PRESENT' }, { attempts: 1 }));
  assert.ok(mayBeThere({ state: 'UNKNOWN' }, { attempts: 1 }));
  assert.ok(mayBeThere({ state: 'ABSENT' }, { attempts: 2 }));
});

const after = (...events: EnrolmentEvent[]) =>
  events.reduce<ReturnType<typeof enrolmentAfter>>((state, event) => enrolmentAfter(state, event), null);

test('an enrolment begins when it is asked for and never otherwise', () => {
  for (const event of ['TAKEN', 'REFUSED', 'LOST', 'LEAVE', 'LEFT', 'STAYED'] as const)
    assert.equal(after(event), null);
  assert.equal(after('ASKED'), 'PENDING');
  assert.equal(after('ASKED', 'TAKEN'), 'ENROLLED');
  assert.equal(after('ASKED', 'REFUSED'), null);
});

test('what was given up may have happened; asking again and opting out are both possible then', () => {
  assert.equal(after('ASKED', 'LOST'), 'UNKNOWN');
  assert.equal(after('ASKED', 'LOST', 'ASKED', 'TAKEN'), 'ENROLLED');
  assert.equal(after('ASKED', 'LOST', 'LEAVE', 'LEFT'), null);
  assert.equal(after('ASKED', 'TAKEN', 'LEAVE', 'STAYED'), 'UNKNOWN');
});

test('what the issuer wanted last counts, in whatever order the directory gets through with it', () => {
  assert.equal(after('ASKED', 'LEAVE', 'TAKEN', 'LEFT'), null);
  assert.equal(after('ASKED', 'LEAVE', 'REFUSED', 'LEFT'), null);
  assert.equal(after('ASKED', 'TAKEN', 'LEAVE', 'ASKED', 'LEFT', 'TAKEN'), 'ENROLLED');
  assert.equal(after('ASKED', 'TAKEN', 'LEAVE', 'LEAVE', 'LEFT'), null);
});
