import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeastOneOf, exactlyOneOf } from './presence.ts';

interface Message {
  a?: string;
  b?: string;
}

const none: Message = {};
const one: Message = { b: '' };
const both: Message = { a: '1', b: '2' };

test('at least one of several members', () => {
  assert.deepEqual(atLeastOneOf(none, ['a', 'b']), { ok: false, code: 111, parameter: 'a|b' });
  assert.equal(atLeastOneOf(one, ['a', 'b']), undefined);
  assert.equal(atLeastOneOf(both, ['a', 'b']), undefined);
});

test('exactly one of several members', () => {
  assert.deepEqual(exactlyOneOf(none, ['a', 'b']), { ok: false, code: 111, parameter: 'a|b' });
  assert.equal(exactlyOneOf(one, ['a', 'b']), undefined);
  assert.deepEqual(exactlyOneOf(both, ['a', 'b']), { ok: false, code: 112, parameter: 'b' });
});
