import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import Type from 'typebox';
import { inboundOperations, outboundOperations } from './apis.ts';
import { wireIdentifier } from './data/element.ts';
import { Page } from './data/page.ts';
import {
  defineD1Operation,
  type ParametersOf,
  pathOf,
  type QueryOf,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readParameters,
  readQuery,
  readRequest,
  readResponse,
} from './operation.ts';
import { invalidFormat, invalidValue } from './reading.ts';
import { inboundRefusals } from './refusals.ts';

const ask = defineD1Operation({
  api: 'D1-Public-IN-v2-Card',
  name: 'ask',
  direction: 'inbound',
  method: 'POST',
  path: '/banking/v2/things/{thingId}/parts/{partId}/operations:ask',
  summary: 'Asks.',
  parameters: Type.Object({ thingId: wireIdentifier('Thing.', 4), partId: Type.String({ minLength: 1 }) }),
  query: Page,
  request: Type.Object(
    {
      text: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
      kind: Type.Optional(Type.Enum(['A', 'B'], { type: 'string' })),
      inner: Type.Optional(Type.Object({ n: Type.Integer() })),
    },
    { additionalProperties: false },
  ),
  requestIsOptional: true,
  response: { status: 200, schema: Type.Object({ c: Type.String() }, { additionalProperties: false }) },
  refusals: inboundRefusals(),
  example: { parameters: { thingId: 't', partId: 'p' } },
  check: ({ text }) => (text === 'wrong' ? invalidValue('text') : undefined),
});

const tell = defineD1Operation({
  ...ask,
  name: 'tell',
  query: null,
  request: null,
  response: { status: 204, schema: null },
  example: { parameters: { thingId: 't', partId: 'p' } },
  check: () => undefined,
});

test('static types come from the schemas', () => {
  const parameters: ParametersOf<typeof ask> = { thingId: 't', partId: 'p' };
  const query: QueryOf<typeof ask> = { limit: 1 };
  const request: RequestOf<typeof ask> = { kind: 'A', inner: { n: 1 } };
  const response: ResponseOf<typeof ask> = { c: 'x' };
  const nothing: [RequestOf<typeof tell>, ResponseOf<typeof tell>, QueryOf<typeof tell>] = [
    undefined,
    undefined,
    undefined,
  ];
  const name: 'ask' = ask.name;
  assert.deepEqual(
    [parameters.thingId, query.limit, request.inner?.n, response.c, name, nothing.length],
    ['t', 1, 1, 'x', 'ask', 3],
  );
});

test('a path is filled in and encoded, a query added', () => {
  const parameters = { thingId: 't-1', partId: 'a/b ?ü' };
  const path = '/banking/v2/things/t-1/parts/a%2Fb%20%3F%C3%BC/operations:ask';
  assert.equal(pathOf(ask, parameters), path);
  assert.equal(pathOf(ask, parameters, {}), path);
  assert.equal(pathOf(ask, parameters, { limit: 5, offset: 0 }), `${path}?limit=5&offset=0`);
  assert.throws(() => pathOf(ask, { thingId: 't' } as never), {
    name: 'RangeError',
    message: 'D1-Public-IN-v2-Card/ask needs partId in its path',
  });
});

test('parameters are read, and the first bad one told', () => {
  const good = { thingId: 't', partId: 'p' };
  assert.deepEqual(readParameters(ask, { ...good, more: 'x' }), { ok: true, message: good });
  assert.deepEqual(readParameters(ask, { thingId: 'too long', partId: '' }), invalidFormat('thingId'));
  assert.deepEqual(readParameters(ask, { thingId: 'a\n', partId: 'p' }), invalidFormat('thingId'));
  assert.deepEqual(readParameters(ask, { thingId: 't' }), invalidFormat('partId'));
});

test('a query is read from texts, its limits kept', () => {
  assert.deepEqual(readQuery(ask, { limit: '100', offset: '7', other: 'x' }), {
    ok: true,
    message: { limit: 100, offset: 7 },
  });
  assert.deepEqual(readQuery(ask, undefined), { ok: true, message: {} });
  for (const limit of ['0', '101', '-1']) assert.deepEqual(readQuery(ask, { limit }), invalidValue('limit'));
  for (const limit of ['', 'x', '1.5', ['1', '2']])
    assert.deepEqual(readQuery(ask, { limit }), invalidFormat('limit'));
  assert.deepEqual(readQuery(ask, { offset: '-1' }), invalidValue('offset'));
  assert.deepEqual(readQuery(tell, { limit: 'x' }), { ok: true, message: undefined });
});

test('a request is read exactly, then by the check of its operation', () => {
  assert.deepEqual(readRequest(ask, { kind: 'A', text: null }), { ok: true, message: { kind: 'A' } });
  assert.deepEqual(readRequest(ask, { kind: 'C' }), invalidValue('kind'));
  assert.deepEqual(readRequest(ask, { kind: 'a' }), invalidValue('kind'));
  assert.deepEqual(readRequest(ask, { kind: 1 }), invalidFormat('kind'));
  assert.deepEqual(readRequest(ask, { text: 'A' }), invalidFormat('text'));
  assert.deepEqual(readRequest(ask, { text: 5 }), invalidFormat('text'));
  assert.deepEqual(readRequest(ask, { inner: { n: '1' } }), invalidFormat('inner.n'));
  assert.deepEqual(readRequest(ask, { inner: {} }), invalidFormat('inner.n'));
  assert.deepEqual(readRequest(ask, { inner: { n: 1, more: 1 } }), {
    ok: true,
    message: { inner: { n: 1 } },
  });
  assert.deepEqual(readRequest(ask, { text: 'wrong' }), invalidValue('text'));
});

test('a member that a closed object does not know is told by name, shortened and without card numbers', () => {
  assert.deepEqual(readRequest(ask, { more: 1 }), invalidFormat('more'));
  assert.deepEqual(readRequest(ask, { more: null }), { ok: true, message: {} });
  assert.deepEqual(readRequest(ask, JSON.parse('{"__proto__":{"kind":"A"}}')), invalidFormat('__proto__'));
  assert.deepEqual(readRequest(ask, { '4111111111111111': 1 }), invalidFormat('411111******1111'));
  assert.deepEqual(readRequest(ask, { ['x'.repeat(500)]: 1 }), invalidFormat('x'.repeat(200)));
});

test('an optional body may be left out, another may not', () => {
  const { requestIsOptional, ...needy } = ask;
  assert.equal(requestIsOptional, true);
  assert.deepEqual(readRequest(ask, undefined), { ok: true, message: {} });
  for (const body of [[], 'x', 5, true]) assert.deepEqual(readRequest(ask, body), invalidFormat('body'));
  assert.deepEqual(readRequest(needy, undefined), invalidFormat('body'));
});

test('an answer is read leniently, and anything is read where none is due', () => {
  assert.deepEqual(readResponse(ask, { c: 5, more: 1 }), { ok: true, message: { c: '5' } });
  assert.deepEqual(readResponse(ask, undefined), invalidFormat('body'));
  for (const body of [undefined, '', { a: 1 }, []])
    assert.deepEqual(readResponse(tell, body), { ok: true, message: undefined });
});

test('every operation survives any JSON', () => {
  const operations = [...inboundOperations, ...outboundOperations];
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.jsonValue(), (operation, value) => {
      for (const reading of [
        readParameters(operation, value),
        readQuery(operation, value),
        readRequest(operation, value),
        readResponse(operation, value),
      ])
        assert.ok(reading.ok || reading.error.length <= 200, qualifiedName(operation));
    }),
  );
});
