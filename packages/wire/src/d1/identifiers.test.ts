import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Type from 'typebox';
import {
  AccountId,
  CardId,
  CardProductId,
  ConsumerId,
  DigitalCardId,
  IssuerId,
  isCardId,
  OperationId,
} from './identifiers.ts';
import { readD1Message } from './reading.ts';

const longest = {
  ConsumerId: [ConsumerId, 64],
  AccountId: [AccountId, 64],
  CardId: [CardId, 48],
  CardProductId: [CardProductId, 48],
  DigitalCardId: [DigitalCardId, 64],
  OperationId: [OperationId, 64],
} as const;

const accepts = (schema: Type.TSchema, value: unknown) =>
  readD1Message({ schema, value, leniency: 'exact' }).ok;

for (const [name, [schema, length]] of Object.entries(longest))
  test(`${name} has 1 to ${length} letters, digits, _ and -`, () => {
    for (const value of ['a', 'A-z_0', 'x'.repeat(length)]) assert.equal(accepts(schema, value), true);
    for (const value of ['', 'x'.repeat(length + 1), 'a b', 'a.b', 'a/b', 'ä', 'a\n', 5])
      assert.equal(accepts(schema, value), false);
  });

test('IssuerId has exactly 10 characters', () => {
  assert.equal(accepts(IssuerId, 'Nord-Bank_'), true);
  for (const value of ['NordBank1', 'NordBank123', 'Nord Bank1', 'NordBank01\n'])
    assert.equal(accepts(IssuerId, value), false);
});

test('references that are a CardId are those that its schema takes', () => {
  for (const value of ['a', 'A-z_0', 'x'.repeat(48), '', 'x'.repeat(49), 'a b', 'a.b', 'a/b', 'ä', 'a\n'])
    assert.equal(isCardId(value), accepts(CardId, value), value);
});
