import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DigitalCardAction, digitalCardEvent, digitalCardState } from './digital-card.ts';
import type { Suspender } from './suspenders.ts';
import type { TokenState } from './token.ts';

const now = new Date('2026-03-01T10:00:00Z');
const token = (state: TokenState, suspenders: Suspender[] = [], tokenExpiryDate = '1230') => ({
  state,
  suspenders,
  tokenExpiryDate,
});

const rows: [TokenState, string | null, string][] = [
  ['DEPLOYMENT_ONGOING', 'PENDING_IDV', 'no no yes'],
  ['INACTIVE', 'PENDING_IDV', 'no no yes'],
  ['RESUMED', 'ACTIVE', 'yes no yes'],
  ['SUSPENDED', 'INACTIVE', 'no yes yes'],
  ['DELETED', 'DELETED', 'no no no'],
  ['ERASED', null, 'no no no'],
];

const may = (card: ReturnType<typeof token>) =>
  (['SUSPEND', 'RESUME', 'DELETE'] as DigitalCardAction[])
    .map(action => (digitalCardEvent(card, action, now) ? 'yes' : 'no'))
    .join(' ');

for (const [state, shown, allowed] of rows)
  test(`a token that is ${state} is shown as ${shown}; suspend, resume, delete: ${allowed}`, () => {
    assert.equal(digitalCardState(token(state), now), shown);
    assert.equal(may(token(state, state === 'SUSPENDED' ? ['ISSUER'] : [])), allowed);
  });

test('one past its expiry date is shown so while it is active, and may only be deleted', () => {
  assert.equal(digitalCardState(token('RESUMED', [], '0226'), now), 'EXPIRED');
  assert.equal(may(token('RESUMED', [], '0226')), 'no no yes');
  assert.equal(digitalCardState(token('SUSPENDED', [], '0226'), now), 'INACTIVE');
});

test('the issuer resumes what it or the cardholder suspended, and what nobody else did', () => {
  assert.equal(may(token('SUSPENDED', ['CARDHOLDER'])), 'no yes yes');
  for (const other of ['TSP', 'TOKEN_REQUESTOR', 'MOBILE_PIN_LOCKED'] as const)
    assert.equal(may(token('SUSPENDED', [other])), 'no no yes');
});
