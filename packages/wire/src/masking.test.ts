import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { maskBySchema } from './masking.ts';

const plain = Type.String({ maxLength: 40, log: 'plain' });
const Message = Type.Object({
  id: Type.String({ maxLength: 40, log: 'plain', aliases: ['oldId'] }),
  name: Type.Optional(Type.String()),
  code: Type.Optional(Type.Integer({ log: 'plain' })),
  flag: Type.Optional(Type.Boolean({ log: 'plain' })),
  sealed: Type.Optional(Type.String({ log: 'envelope' })),
  otp: Type.Optional(Type.String({ log: 'digits' })),
  inner: Type.Optional(Type.Object({ id: plain, secret: Type.String() })),
  list: Type.Optional(Type.Array(Type.Object({ id: plain, secret: Type.String() }))),
  either: Type.Optional(Type.Union([Type.Object({ id: plain }), Type.String()])),
});

test('shows only what the schema allows', () => {
  const message = {
    id: 'card-7',
    name: 'Ada Lovelace',
    code: 221,
    flag: true,
    sealed: 'MIIB'.repeat(203),
    otp: '123456',
    inner: { id: '1', secret: 's' },
    list: [{ id: '2', secret: 's' }],
    either: 'text',
    more: { pan: '4111111111111111' },
  };
  assert.deepEqual(maskBySchema(Message, message), {
    id: 'card-7',
    name: '‹masked›',
    code: 221,
    flag: true,
    sealed: '‹envelope, 812 characters›',
    otp: '‹6 digits›',
    inner: { id: '1', secret: '‹masked›' },
    list: [{ id: '2', secret: '‹masked›' }],
    either: '‹masked›',
    more: '‹unknown member›',
  });
});

test('follows aliases and alternatives, and keeps null', () => {
  assert.deepEqual(maskBySchema(Message, { oldId: 'x', name: null, either: { id: 'y' } }), {
    oldId: 'x',
    name: null,
    either: { id: 'y' },
  });
});

test('shows nothing of a value in the wrong place', () => {
  const wrong = {
    id: { pan: 1 },
    code: ['x'],
    flag: {},
    sealed: 5,
    otp: 'my code',
    inner: 'text',
    list: { a: 1 },
  };
  const shown = maskBySchema(Message, wrong);
  assert.deepEqual(
    Object.values(shown as object),
    Array.from({ length: 7 }, () => '‹masked›'),
  );
  assert.deepEqual(maskBySchema(Message, 'text'), '‹masked›');
  assert.deepEqual(maskBySchema(Message, [1]), '‹masked›');
  assert.equal(maskBySchema(Message, undefined), null);
});

test('stars card numbers in shown members, as text and as number, and in unknown names', () => {
  const message = { id: 'x 4111 1111 1111 1111', code: 4111111111111111, 'p-4111111111111111': 1 };
  assert.deepEqual(maskBySchema(Message, message), {
    id: 'x 4111 11** **** 1111',
    code: '411111******1111',
    'p-411111******1111': '‹unknown member›',
  });
});

test('shows of a text that outgrew its member the length only', () => {
  assert.deepEqual(maskBySchema(Message, { id: 'M'.repeat(41) }), { id: '‹41 characters›' });
});

test('bounds lists and unknown members', () => {
  const list = Array.from({ length: 150 }, () => ({ id: '1' }));
  const unknown = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`${at}${'u'.repeat(70)}`, at]));
  const shown = maskBySchema(Message, { list, ...unknown }) as { list: unknown[] };
  assert.equal(shown.list.length, 101);
  assert.equal(shown.list.at(-1), '‹50 more›');
  const names = Object.keys(shown);
  assert.equal(names.length, 51);
  assert.ok(names.every(name => name.length <= 64));
});
