import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aToken } from '../store/test-objects.ts';
import type { Token } from './token.ts';
import { transition } from './token-life-cycle.ts';
import { tspStateOf } from './tsp-token-state.ts';
import {
  deviceInformationThrough,
  heldByHub,
  takesCardDataNow,
  unlimitedTsp,
  updatesLater,
} from './tsp-traits.ts';
import { walletEvent } from './wallet-token-event.ts';

const network = { ...unlimitedTsp, suspendsPending: false } as const;
const at = new Date('2026-03-01T10:00:00.000Z');

const pending = aToken({ state: 'INACTIVE', activated: false, suspenders: [], returnState: null });
const active = aToken({ state: 'RESUMED', activated: true, suspenders: [], returnState: null });

function after(token: Token, ...events: Parameters<typeof transition>[1][]): Token {
  let current = token;
  for (const event of events) {
    const result = transition(current, event, at);
    assert.ok(result.accepted, `${event.type} in ${current.state}`);
    current = { ...current, ...result.token };
  }
  return current;
}

describe('what a TSP cannot do', () => {
  test('only a token that was never active is held by the hub alone', () => {
    const held = { type: 'SUSPENDED', by: 'ISSUER' } as const;
    assert.ok(heldByHub(after(pending, held), network));
    assert.ok(heldByHub(after(pending, held, { type: 'ACTIVATED' }), network));
    assert.ok(!heldByHub(after(pending, held), unlimitedTsp));
    assert.ok(!heldByHub(after(active, held), network));
    assert.ok(!heldByHub(pending, network));
  });

  test('new card data it did not take is given with the first activation', () => {
    const held = after(pending, { type: 'SUSPENDED', by: 'ISSUER' });
    for (const traits of [network, unlimitedTsp]) {
      assert.ok(updatesLater(pending, traits));
      assert.ok(!updatesLater(active, traits));
    }
    assert.ok(updatesLater(held, network));
    assert.ok(!updatesLater(held, unlimitedTsp));
    const activated = after(pending, { type: 'ACTIVATED' });
    assert.ok(takesCardDataNow(pending, activated));
    assert.ok(!takesCardDataNow(activated, after(activated, { type: 'SUSPENDED', by: 'ISSUER' })));
  });

  test('and with the restoration of a token that missed it', () => {
    const removed = { type: 'DELETED', action: 'DELETE_FROM_APP' } as const;
    assert.ok(takesCardDataNow(after(active, removed), after(active, removed, { type: 'RESTORED' })));
    assert.ok(!takesCardDataNow(after(pending, removed), after(pending, removed, { type: 'RESTORED' })));
    assert.ok(!takesCardDataNow(active, after(active, removed)));
  });

  test('a deletion in the wallet app is what the TSP makes of it, a wiped device always final', () => {
    const restorable = { ...unlimitedTsp, deletionInApp: 'DELETE_FROM_APP' } as const;
    assert.deepEqual(walletEvent('DELETED_IN_WALLET', restorable), {
      type: 'DELETED',
      action: 'DELETE_FROM_APP',
    });
    assert.deepEqual(walletEvent('DELETED_IN_WALLET', unlimitedTsp), { type: 'DELETED', action: 'DELETE' });
    assert.deepEqual(walletEvent('DEVICE_WIPED', restorable), { type: 'DELETED', action: 'DELETE' });
  });

  test('device information comes through the column of the TSP, if it has one', () => {
    const device = { brand: 'iPhone', deviceName: 'phone', networkType: '5G' };
    assert.deepEqual(deviceInformationThrough(unlimitedTsp, device), device);
    const mastercard = { ...unlimitedTsp, deviceInformationSource: 'MASTERCARD' } as const;
    assert.deepEqual(deviceInformationThrough(mastercard, device), { deviceName: 'phone' });
  });
});

describe('state at the TSP', () => {
  const deleted = (action: 'DELETE' | 'DELETE_FROM_APP') => after(active, { type: 'DELETED', action });

  for (const [token, state] of [
    [aToken({ state: 'DEPLOYMENT_ONGOING' }), 'INACTIVE'],
    [pending, 'INACTIVE'],
    [active, 'ACTIVE'],
    [after(active, { type: 'SUSPENDED', by: 'TSP' }), 'SUSPENDED'],
    [deleted('DELETE'), 'DELETED'],
    [deleted('DELETE_FROM_APP'), 'DELETED_FROM_APP'],
    [after(deleted('DELETE_FROM_APP'), { type: 'ERASED' }), 'DELETED'],
  ] as const) {
    test(`${token.state} is ${state} there`, () => assert.equal(tspStateOf(token), state));
  }
});
