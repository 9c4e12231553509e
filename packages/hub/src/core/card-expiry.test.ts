import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryOfNewCard, expiryOfRenewedCard, shownState } from './card-expiry.ts';

const lastMoment = new Date('2030-12-31T23:59:59.999Z');
const after = new Date('2031-01-01T00:00:00.000Z');

test('an active card is expired from the first instant after its month', () => {
  assert.equal(shownState('ACTIVE', '1230', lastMoment), 'ACTIVE');
  assert.equal(shownState('ACTIVE', '1230', after), 'EXPIRED');
  assert.equal(shownState('ACTIVE', null, after), 'ACTIVE');
});

test('of a card that is not active its own state is shown', () => {
  for (const state of ['INACTIVE', 'DELETED', 'REPLACED'] as const)
    assert.equal(shownState(state, '1230', after), state);
});

test('a card made now is good for four years, to the end of its month', () => {
  assert.equal(expiryOfNewCard(new Date('2026-03-01T10:00:00Z')), '0330');
  assert.equal(expiryOfNewCard(new Date('2098-12-31T23:59:59Z')), '1202');
});

test('a renewed card is good for four years more, counted from now when it was over', () => {
  assert.equal(expiryOfRenewedCard('1230', lastMoment), '1234');
  assert.equal(expiryOfRenewedCard('1230', after), '0135');
  assert.equal(expiryOfRenewedCard(null, after), '0135');
});
