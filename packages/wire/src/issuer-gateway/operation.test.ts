import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { missing } from '../reading.ts';
import { defineOperation, type RequestOf, type ResponseOf, readRequest, readResponse } from './operation.ts';

const ask = defineOperation({
  name: 'ask',
  direction: 'outbound',
  summary: 'Asks.',
  request: Type.Object({ a: Type.Optional(Type.String()), b: Type.Optional(Type.Integer()) }),
  response: Type.Object({ c: Type.String() }),
  check: request => (request.a === undefined && request.b === undefined ? missing('a|b') : undefined),
});

const tell = defineOperation({
  name: 'tell',
  direction: 'inbound',
  summary: 'Tells.',
  request: Type.Object({ a: Type.String() }),
  response: null,
});

test('static types come from the schemas', () => {
  const request: RequestOf<typeof ask> = { a: 'x', b: 1 };
  const response: ResponseOf<typeof ask> = { c: 'y' };
  const nothing: ResponseOf<typeof tell> = undefined;
  const name: 'ask' = ask.name;
  assert.deepEqual([request.b, response.c, nothing, name], [1, 'y', undefined, 'ask']);
});

test('a request is read by its schema, then by the check of its operation', () => {
  assert.deepEqual(readRequest(ask, { b: '4' }), { ok: true, message: { b: 4 } });
  assert.deepEqual(readRequest(ask, {}), { ok: false, code: 111, parameter: 'a|b' });
  assert.deepEqual(readRequest(ask, { a: [] }), { ok: false, code: 112, parameter: 'a' });
  assert.deepEqual(readRequest(tell, { a: 'x' }), { ok: true, message: { a: 'x' } });
});

test('a response is read by its schema, and anything is read where there is none', () => {
  assert.deepEqual(readResponse(ask, { c: 5, responseCode: 200 }), { ok: true, message: { c: '5' } });
  assert.deepEqual(readResponse(ask, undefined), { ok: false, code: 112, parameter: 'body' });
  for (const body of [undefined, '', { a: 1 }, []])
    assert.deepEqual(readResponse(tell, body), { ok: true, message: undefined });
});
