import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idvEndings } from '@countermark/wire/issuer-gateway/data/idv-method';
import { findIdvMethod, idvChoices } from './find-idv-method.ts';

const offered = [
  { id: 'a', type: 'fax' },
  { id: 'b', type: 'automated_call' },
  { id: 'c', type: 'email' },
  { id: 'sms', type: '3ds' },
];

const chosen = (choice: string | undefined) => findIdvMethod(offered, choice)?.id;

test('every known type has a short name', () => {
  assert.deepEqual(Object.values(idvChoices).flat().sort(), Object.keys(idvEndings).sort());
});

test('without a choice it is the first method of a known type', () => {
  assert.equal(chosen(undefined), 'b');
  assert.equal(findIdvMethod([{ id: 'a', type: 'fax' }], undefined), undefined);
  assert.equal(findIdvMethod([], undefined), undefined);
});

test('a choice is a short name or an id, also of an unknown type', () => {
  assert.equal(chosen('email'), 'c');
  assert.equal(chosen('call'), 'b');
  assert.equal(chosen('a'), 'a');
  assert.equal(chosen('sms'), 'sms');
});

test('what is not offered is not chosen', () => {
  for (const choice of ['app', 'z', 'toString', '']) assert.equal(chosen(choice), undefined);
});
