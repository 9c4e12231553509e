import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import type { AnnotatedSchema } from './annotated-schema.ts';
import { tolerate } from './tolerance.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

const tolerated = (schema: AnnotatedSchema, value: unknown) => tolerate(schema, value);

test('a number becomes the text that is due, unless it has lost digits', () => {
  assert.equal(tolerated(Type.String(), 40010030273), '40010030273');
  assert.equal(tolerated(Type.String(), 0), '0');
  assert.equal(tolerated(Type.String(), 4.5), '4.5');
  assert.equal(typeof tolerated(Type.String(), 2 ** 53), 'symbol');
  assert.equal(typeof tolerated(Type.String(), Number.NaN), 'symbol');
});

test('a numeric text becomes the number that is due', () => {
  assert.equal(tolerated(Type.Integer(), '221'), 221);
  assert.equal(tolerated(Type.Number(), '-1.5'), -1.5);
  for (const text of ['', ' 1', '1e3', '0x10', 'NaN', '1'.repeat(16)])
    assert.equal(tolerated(Type.Integer(), text), text);
});

test('text is brought to the case that its schema asks for', () => {
  assert.equal(tolerated(Type.String({ caseless: 'upper' }), 'Resume'), 'RESUME');
  assert.equal(tolerated(Type.String({ caseless: 'lower' }), 'GREEN'), 'green');
  assert.equal(tolerated(Type.String(), 'As Sent'), 'As Sent');
});

test('text that no store could hold is unreadable', () => {
  for (const text of ['a\u0000b', '\ud800', 'x\udc00'])
    assert.equal(typeof tolerated(Type.String(), text), 'symbol');
  assert.equal(tolerated(Type.String(), 'Zoë 😀'), 'Zoë 😀');
});

test('null is absent at every depth', () => {
  const schema = Type.Object({
    a: Type.String(),
    b: Type.Object({ c: Type.String() }),
    d: Type.Array(Type.String()),
  });
  assert.deepEqual(tolerated(schema, { a: null, b: { c: null }, d: [null, 'x', null] }), { b: {}, d: ['x'] });
});

test('an empty text is absent where its schema says so', () => {
  const schema = Type.Object({ a: Type.String({ blank: 'absent' }), b: Type.String() });
  assert.deepEqual(tolerated(schema, { a: '', b: '' }), { b: '' });
});

test('an alias counts where the right name is absent', () => {
  const schema = Type.Object({ a: Type.String({ aliases: ['old', 'older'], blank: 'absent' }) });
  assert.deepEqual(tolerated(schema, { older: '3', old: '2', a: '1' }), { a: '1' });
  assert.deepEqual(tolerated(schema, { older: '3', old: null, a: '' }), { a: '3' });
});

test('members that are not declared are dropped, and inherited ones never seen', () => {
  const schema = Type.Object({ a: Type.String(), toString: Type.Optional(Type.String()) });
  assert.deepEqual(tolerated(schema, { a: '1', b: '2' }), { a: '1' });
  const hostile: unknown = JSON.parse('{"__proto__":{"a":"x"},"constructor":{"prototype":{"a":"y"}}}');
  assert.deepEqual(tolerated(schema, hostile), {});
  assert.equal(Object.hasOwn(Object.prototype, 'a'), false);
});

test('an alternative is chosen by the type of the value', () => {
  const schema = Type.Union([Type.Object({ type: Type.String() }), Type.String({ caseless: 'upper' })]);
  assert.deepEqual(tolerated(schema, { type: 1, more: 2 }), { type: '1' });
  assert.equal(tolerated(schema, 'text'), 'TEXT');
  assert.equal(typeof tolerated(schema, 7), 'symbol');
});

test('an open value is handed on as it is while it is shallow and clean', () => {
  const open = Type.Record(Type.String(), Type.Unknown());
  const kept = { pin: '0412', list: [1, null, { deep: true }] };
  assert.deepEqual(tolerated(open, kept), kept);
  assert.equal(typeof tolerated(open, { list: nested(50_000) }), 'symbol');
  assert.equal(typeof tolerated(open, JSON.parse('{"a":{"__proto__":{}}}')), 'symbol');
  assert.equal(typeof tolerated(open, { a: ['\u0000'] }), 'symbol');
});

test('lists are bounded, and depth is the schema’s', () => {
  const schema = Type.Array(Type.Integer());
  assert.deepEqual(tolerated(schema, ['1', 2]), [1, 2]);
  assert.equal(
    typeof tolerated(
      schema,
      Array.from({ length: 10_001 }, () => 1),
    ),
    'symbol',
  );
  assert.equal(typeof tolerated(schema, { length: 1, 0: 1 }), 'symbol');
  assert.equal(typeof tolerated(Type.Object({}), nested(50_000)), 'symbol');
});

test('read exactly, types stay as they came, and a closed object keeps what it does not know', () => {
  const closed = Type.Object(
    { text: Type.Optional(Type.String()), count: Type.Optional(Type.Integer()) },
    { additionalProperties: false },
  );
  const open = Type.Object({ inner: Type.Optional(closed) });
  const sent = { inner: { count: '1', more: 2, none: null }, more: 3 };
  assert.deepEqual(tolerate(open, sent, 'exact'), { inner: { count: '1', more: 2 } });
  assert.deepEqual(tolerate(open, sent), { inner: { count: 1 } });
  assert.notEqual(typeof tolerate(Type.String(), 5, 'exact'), 'string');
  assert.equal(tolerate(Type.String(), 5), '5');
});
