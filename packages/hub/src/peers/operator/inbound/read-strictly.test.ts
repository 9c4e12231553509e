import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closedObject } from '@countermark/wire/operator/closed-object';
import fc from 'fast-check';
import Type from 'typebox';
import { readStrictly } from './read-strictly.ts';

const schema = closedObject({
  name: Type.String({ maxLength: 5, description: 'At most 5 characters' }),
  colour: Type.Optional(Type.Enum(['red', 'green'], { description: 'Colour' })),
  ranges: Type.Optional(
    Type.Array(closedObject({ prefix: Type.String({ pattern: '^[0-9]{6}$', description: '6 digits' }) })),
  ),
});

const refusalOf = (value: unknown) => {
  const reading = readStrictly(schema, value);
  assert.ok(!reading.ok);
  return reading.refused;
};

describe('readStrictly', () => {
  it('takes what fits, null for absent', () => {
    const value = { name: 'Ann', colour: null, ranges: [{ prefix: '123456' }] };
    assert.deepEqual(readStrictly(schema, value), {
      ok: true,
      value: { name: 'Ann', ranges: [{ prefix: '123456' }] },
    });
  });

  it('names what is missing and what is expected', () => {
    assert.deepEqual(refusalOf({}), {
      error: 'missing-parameter',
      message: 'name is missing. Expected: At most 5 characters.',
      parameter: 'name',
    });
    assert.equal(refusalOf({ name: 'Ann', ranges: [{}] }).parameter, 'ranges.0.prefix');
  });

  it('names what is not known before what is missing, and what is known', () => {
    assert.deepEqual(refusalOf({ nmae: 'Ann' }), {
      error: 'unknown-parameter',
      message: 'nmae is not known; known are name, colour, ranges.',
      parameter: 'nmae',
    });
    assert.equal(refusalOf({ name: 'Ann', ranges: [{ prefix: '123456', to: 9 }] }).parameter, 'ranges.0.to');
    const nothing = readStrictly(closedObject({}), { limit: '5' });
    assert.ok(!nothing.ok && nothing.refused.message === 'limit is not known; nothing is expected there.');
  });

  it('names what is wrong, without coercing', () => {
    assert.deepEqual(refusalOf({ name: 'Ann', ranges: [{ prefix: 123456 }] }), {
      error: 'bad-parameter',
      message: 'ranges.0.prefix is wrong. Expected: 6 digits.',
      parameter: 'ranges.0.prefix',
    });
    assert.match(refusalOf({ name: 'Ann', colour: 'blue' }).message, /Expected: one of red, green\.$/);
    assert.equal(refusalOf('Ann').parameter, 'body');
    assert.equal(refusalOf(null).parameter, 'body');
  });

  it('repeats no value, and no card number even as a name', () => {
    const pan = '4111111111111111';
    assert.doesNotMatch(JSON.stringify(refusalOf({ name: pan })), new RegExp(pan));
    assert.doesNotMatch(JSON.stringify(refusalOf({ name: 'Ann', [pan]: 1 })), new RegExp(pan));
  });

  it('refuses text that no database holds', () => {
    for (const name of ['A\u0000', '\ud800']) {
      assert.deepEqual(refusalOf({ name }), {
        error: 'bad-parameter',
        message: 'name holds characters that cannot be stored.',
        parameter: 'name',
      });
    }
  });

  it('says something of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 30 }), value => {
        const reading = readStrictly(schema, value);
        if (!reading.ok) assert.ok(reading.refused.message.length > 0);
      }),
    );
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    assert.equal(refusalOf({ name: deep }).parameter, 'name');
  });
});
