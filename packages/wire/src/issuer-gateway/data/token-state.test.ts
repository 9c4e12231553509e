import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTokenState, tokenStates } from './token-state.ts';

test('knows the states, in their exact spelling', () => {
  assert.ok(tokenStates.every(isTokenState));
  for (const text of ['ACTIVE', 'suspended', '']) assert.equal(isTokenState(text), false);
});
