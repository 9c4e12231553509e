import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BindingState, bindingStates } from '@countermark/wire/token-requestor/binding';
import fc from 'fast-check';
import {
  type BindingEvent,
  type BindingEventType,
  bindingAwaits,
  bindingLimits,
  bindingRefused,
  bindingTable,
  bindingTransition,
  type DeviceBinding,
  isBindingOpen,
  isBindingOutlived,
} from './device-binding.ts';

const now = new Date('2026-11-22T10:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

const refusal = { kind: 'DECLINED', code: 510, message: 'no' } as const;
const approval = { source: 'TSP', correlationId: 'b1', at: now } as const;
const methods = [
  { id: 'sms', type: 'cell_phone' },
  { id: 'app', type: 'bank_app' },
  { id: '3ds', type: '3ds' },
  { id: 'eye', type: 'iris_scan' },
];

/** One of every kind of event. */
const events: { [T in BindingEventType]: Extract<BindingEvent, { type: T }> } = {
  REFUSED: { type: 'REFUSED', refusal },
  VERIFICATION_ASKED: { type: 'VERIFICATION_ASKED', idvMethods: methods },
  VERIFICATION_IMPOSSIBLE: { type: 'VERIFICATION_IMPOSSIBLE', refusal },
  APPROVED: { type: 'APPROVED', approval, dueAt: later(10_000) },
  TRIES_USED_UP: { type: 'TRIES_USED_UP' },
  CANCELLED: { type: 'CANCELLED' },
  TIME_OVER: { type: 'TIME_OVER' },
  BOUND_AT_TSP: { type: 'BOUND_AT_TSP', deviceBindingReference: 'final' },
  REFUSED_BY_TSP: { type: 'REFUSED_BY_TSP', code: 432 },
  UNBOUND: { type: 'UNBOUND' },
  TOKEN_DELETED: { type: 'TOKEN_DELETED' },
};

function binding(changes: Partial<DeviceBinding> = {}): DeviceBinding {
  return {
    bindingId: 'b1',
    cardId: 'c1',
    virtualCardId: 'v1',
    issuerId: 'BANKONE001',
    requestorId: 'merchant',
    deviceBindingReference: 'provisional',
    tokenStorageId: 'phone-1',
    deviceInformation: { deviceName: 'Phone' },
    authenticatorInfo: null,
    state: 'ASKED',
    refusal: null,
    decision: null,
    idvMethods: methods,
    chosenMethodId: null,
    challenge: { methodId: 'sms', expiresAt: later(600_000), attempts: 0, sends: 1 },
    approval: null,
    attempts: 0,
    issuerWait: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: later(bindingLimits.asked),
    ...changes,
  };
}

function outcome(state: BindingState, type: BindingEventType): string {
  const result = bindingTransition(binding({ state }), events[type], now);
  if (!result.accepted) return 'refused';
  const { action, errorCode } = result.notice ?? { action: 'silent' };
  return [result.binding.state, action, errorCode].filter(part => part !== undefined).join(' ');
}

describe('the table of device bindings', () => {
  const expected: Record<string, Partial<Record<BindingEventType, string>>> = {
    ASKED: {
      REFUSED: 'REFUSED silent',
      VERIFICATION_ASKED: 'VERIFICATION_DUE silent',
      VERIFICATION_IMPOSSIBLE: 'FAILED DEVICE_BOUND 510',
      APPROVED: 'APPROVED silent',
      TIME_OVER: 'EXPIRED DEVICE_BOUND 322',
      TOKEN_DELETED: 'FAILED silent',
    },
    VERIFICATION_DUE: {
      APPROVED: 'APPROVED silent',
      TRIES_USED_UP: 'FAILED DEVICE_BOUND 510',
      CANCELLED: 'FAILED DEVICE_BOUND 323',
      TIME_OVER: 'EXPIRED DEVICE_BOUND 322',
      TOKEN_DELETED: 'FAILED silent',
    },
    APPROVED: {
      BOUND_AT_TSP: 'BOUND DEVICE_BOUND',
      REFUSED_BY_TSP: 'FAILED DEVICE_BOUND 432',
      TIME_OVER: 'EXPIRED DEVICE_BOUND 322',
      TOKEN_DELETED: 'FAILED silent',
    },
    BOUND: { UNBOUND: 'UNBOUND DEVICE_UNBOUND', TOKEN_DELETED: 'UNBOUND silent' },
  };

  for (const state of bindingStates) {
    test(`${state}: what can happen, and what the issuer is told`, () => {
      const types = Object.keys(events) as BindingEventType[];
      const all = Object.fromEntries(types.map(type => [type, outcome(state, type)]));
      const possible = Object.fromEntries(Object.entries(all).filter(([, what]) => what !== 'refused'));
      assert.deepEqual(possible, expected[state] ?? {});
    });
  }

  test('has one row for a state and an event', () => {
    const pairs = bindingTable.flatMap(({ from, event }) => from.map(state => `${state} ${event}`));
    assert.equal(new Set(pairs).size, pairs.length);
  });

  test('whatever happens, an ended binding stays ended, is told once and knows nothing of the device', () => {
    const history = fc.array(fc.constantFrom(...Object.values(events)), { maxLength: 30 });
    fc.assert(
      fc.property(history, happened => {
        let current = binding();
        const told: string[] = [];
        for (const event of happened) {
          const result = bindingTransition(current, event, now);
          if (!result.accepted) continue;
          if (result.notice) told.push(result.notice.action);
          current = result.binding;
        }
        const ends = ['UNBOUND', 'REFUSED', 'FAILED', 'EXPIRED'];
        if (ends.includes(current.state)) {
          const { deviceInformation, challenge, dueAt } = current;
          assert.deepEqual(
            { deviceInformation, challenge, dueAt },
            { deviceInformation: {}, challenge: null, dueAt: null },
          );
        }
        assert.equal(told.filter(action => action === 'DEVICE_BOUND').length <= 1, true);
        assert.ok(!told.includes('DEVICE_UNBOUND') || told.join() === 'DEVICE_BOUND,DEVICE_UNBOUND');
        assert.equal(current.dueAt !== null, isBindingOpen(current));
      }),
    );
  });

  test('the last reference of the TSP is the one that counts', () => {
    const approved = binding({ state: 'APPROVED', approval });
    const result = bindingTransition(approved, events.BOUND_AT_TSP, now);
    assert.ok(result.accepted && result.binding.deviceBindingReference === 'final');
  });
});

describe('which tokens are bound', () => {
  const token = { tokenType: 'CARD_ON_FILE', isPrimary: true, state: 'RESUMED' } as const;
  const code = (...given: Parameters<typeof bindingRefused>) => bindingRefused(...given)?.code ?? null;

  test('card-on-file ones that are in use', () => {
    assert.equal(code(token, [], 'phone-1'), null);
    assert.equal(code({ ...token, tokenType: 'HCE' }, [], 'phone-1'), 432);
    assert.equal(code({ ...token, isPrimary: false }, [], 'phone-1'), 432);
    for (const state of ['DEPLOYMENT_ONGOING', 'INACTIVE', 'SUSPENDED', 'DELETED'] as const) {
      assert.equal(code({ ...token, state }, [], 'phone-1'), 432);
    }
  });

  test('to one device at a time, and to each device once', () => {
    const is = (state: BindingState) => [{ state, tokenStorageId: 'phone-1' }];
    for (const state of ['ASKED', 'VERIFICATION_DUE', 'APPROVED'] as const) {
      assert.equal(code(token, is(state), 'phone-2'), 321);
    }
    assert.equal(code(token, is('BOUND'), 'phone-1'), 432);
    assert.equal(code(token, is('BOUND'), 'phone-2'), null);
    for (const state of ['UNBOUND', 'REFUSED', 'FAILED', 'EXPIRED'] as const) {
      assert.equal(code(token, is(state), 'phone-1'), null);
    }
  });
});

test('a binding waits for whoever ends the method that was chosen, and for nobody before', () => {
  const due = binding({ state: 'VERIFICATION_DUE' });
  const awaited = ['sms', 'app', '3ds', 'eye', null, 'none'].map(chosenMethodId =>
    bindingAwaits({ ...due, chosenMethodId }),
  );
  assert.deepEqual(awaited, ['otp', 'issuer', 'tsp', 'issuer', null, null]);
  assert.equal(bindingAwaits({ ...due, state: 'APPROVED', chosenMethodId: 'app' }), null);
});

test('an approved binding is given up after a day', () => {
  assert.ok(!isBindingOutlived({ approval: null }, later(bindingLimits.verification)));
  assert.ok(!isBindingOutlived({ approval }, later(bindingLimits.verification - 1)));
  assert.ok(isBindingOutlived({ approval }, later(bindingLimits.verification)));
});
