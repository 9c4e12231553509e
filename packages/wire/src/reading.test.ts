import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import Type from 'typebox';
import { readMessage } from './reading.ts';

const Method = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 8 }),
  value: Type.Optional(Type.String()),
});

const Message = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 8 }),
  action: Type.Enum(['SUSPEND', 'RESUME'], { type: 'string', caseless: 'upper' }),
  count: Type.Optional(Type.Integer()),
  flag: Type.Optional(Type.Boolean()),
  user: Type.Optional(Type.Object({ userId: Type.String(), name: Type.Optional(Type.String()) })),
  methods: Type.Optional(Type.Array(Method)),
  open: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const complete = {
  id: 'a',
  action: 'SUSPEND',
  count: 3,
  flag: false,
  user: { userId: 'u', name: 'n' },
  methods: [{ id: 'm', value: 'v' }],
};

function refusalOf(value: unknown): [code: number, parameter: string] | 'read' {
  const reading = readMessage(Message, value);
  return reading.ok ? 'read' : [reading.code, reading.parameter];
}

test('reads what is complete', () => {
  assert.deepEqual(readMessage(Message, complete), { ok: true, message: complete });
});

test('reads what deployed peers send', () => {
  const sent = {
    id: 7,
    action: 'resume',
    count: '12',
    user: { userId: 1, name: null, x: 1 },
    methods: null,
    y: {},
  };
  assert.deepEqual(readMessage(Message, sent), {
    ok: true,
    message: { id: '7', action: 'RESUME', count: 12, user: { userId: '1' } },
  });
});

test('tells a missing member by its dotted name', () => {
  assert.deepEqual(refusalOf({}), [111, 'id']);
  assert.deepEqual(refusalOf({ id: null, action: 'SUSPEND' }), [111, 'id']);
  assert.deepEqual(refusalOf({ ...complete, user: {} }), [111, 'user.userId']);
  assert.deepEqual(refusalOf({ ...complete, methods: [{ id: 'm' }, {}] }), [111, 'methods.1.id']);
});

test('tells a malformed member by its dotted name', () => {
  assert.deepEqual(refusalOf({ ...complete, id: '' }), [112, 'id']);
  assert.deepEqual(refusalOf({ ...complete, id: 'too long, this' }), [112, 'id']);
  assert.deepEqual(refusalOf({ ...complete, id: ['a'] }), [112, 'id']);
  assert.deepEqual(refusalOf({ ...complete, action: 'DELETE' }), [112, 'action']);
  assert.deepEqual(refusalOf({ ...complete, count: 1.5 }), [112, 'count']);
  assert.deepEqual(refusalOf({ ...complete, flag: 'true' }), [112, 'flag']);
  assert.deepEqual(refusalOf({ ...complete, user: 'u' }), [112, 'user']);
  assert.deepEqual(refusalOf({ ...complete, user: [] }), [112, 'user']);
  assert.deepEqual(refusalOf({ ...complete, methods: {} }), [112, 'methods']);
  assert.deepEqual(refusalOf({ ...complete, methods: [{ id: 'm' }, 5] }), [112, 'methods.1']);
});

test('tells a missing member before the malformed ones beside it', () => {
  assert.deepEqual(refusalOf({ action: 'nonsense', count: 'x' }), [111, 'id']);
});

test('refuses a body that is no object', () => {
  for (const body of [null, undefined, [], [complete], 'text', 5, true])
    assert.deepEqual(refusalOf(body), [112, 'body']);
});

test('survives deep and wide bodies', () => {
  const deep: unknown = JSON.parse(`${'{"user":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
  assert.deepEqual(refusalOf(deep), [111, 'id']);
  assert.deepEqual(refusalOf({ ...complete, open: deep }), [112, 'open']);
  assert.deepEqual(refusalOf({ ...complete, methods: Array.from({ length: 1_000_000 }, () => null) }), [
    112,
    'methods',
  ]);
  assert.equal(refusalOf({ ...complete, unknown: deep }), 'read');
});

const names = [
  ...Object.keys(Message.properties),
  'userId',
  'name',
  'value',
  '__proto__',
  'constructor',
  'other',
];
const json = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('suspend', 'RESUME', '12', 'm', 1, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 8, noNullPrototype: true }),
  ),
})).value;

const isNoMember = (name: string) => !Object.hasOwn(Message.properties, name);

test('any JSON is read or refused, and a refusal names members only', () => {
  fc.assert(
    fc.property(json, value => {
      const reading = readMessage(Message, value);
      if (reading.ok) return;
      assert.ok(reading.code === 111 || reading.code === 112);
      assert.match(
        reading.parameter,
        /^(body|id|action|count|flag|open|user(\.(userId|name))?|methods(\.\d+(\.(id|value))?)?)$/,
      );
    }),
  );
});

test('what was read is read again unchanged', () => {
  const id = fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), fc.nat({ max: 99_999_999 }));
  const asSent = fc.record({
    id,
    action: fc.constantFrom('Suspend', 'suspend', 'RESUME'),
    count: fc.oneof(fc.integer(), fc.integer().map(String), fc.constant(null)),
    user: fc.record({ userId: id, name: fc.constantFrom(null, 5, 'n'), more: json }),
    methods: fc.array(fc.oneof(fc.constant(null), fc.record({ id, value: fc.constantFrom(null, 1.5, 'v') }))),
    more: json,
  });
  fc.assert(
    fc.property(asSent, value => {
      const first = readMessage(Message, value);
      assert.ok(first.ok);
      assert.deepEqual(readMessage(Message, first.message), first);
    }),
  );
});

test('unknown members and null members change nothing', () => {
  const unknown = fc.dictionary(fc.string().filter(isNoMember), json);
  fc.assert(
    fc.property(unknown, fc.subarray(['count', 'flag', 'user', 'methods'] as const), (more, dropped) => {
      const kept = Object.fromEntries(
        Object.entries(complete).filter(([name]) => !dropped.some(it => it === name)),
      );
      const nulls = Object.fromEntries(dropped.map(name => [name, null]));
      assert.deepEqual(readMessage(Message, { ...more, ...complete, ...nulls }), { ok: true, message: kept });
    }),
  );
});
