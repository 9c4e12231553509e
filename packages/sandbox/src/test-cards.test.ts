import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPan } from '@countermark/wire/card/pan';
import fc from 'fast-check';
import { builtInTestCard, sandboxPanPrefixes, testPan } from './test-cards.ts';

const prefix = fc.constantFrom(...Object.values(sandboxPanPrefixes));

test('every test card is a PAN of its range', () => {
  fc.assert(
    fc.property(prefix, fc.string(), fc.integer({ min: 13, max: 19 }), (range, seed, length) => {
      const pan = testPan({ prefix: range, seed, length });
      assert.ok(isPan(pan) && pan.startsWith(range));
      assert.equal(pan.length, length);
    }),
  );
});

test('a seed always leads to the same card, another seed to another', () => {
  const range = sandboxPanPrefixes['DEMO-LIMITED'];
  assert.equal(testPan({ prefix: range, seed: 'kari' }), testPan({ prefix: range, seed: 'kari' }));
  assert.notEqual(testPan({ prefix: range, seed: 'kari' }), testPan({ prefix: range, seed: 'ola' }));
});

test('cards by index are counted through the range', () => {
  const range = sandboxPanPrefixes['DEMO-DEBIT'];
  const bodies = [0, 1, 9_999_999].map(index => testPan({ prefix: range, index }).slice(8, 15));
  assert.deepEqual(bodies, ['0000000', '0000001', '9999999']);
});

test('an index outside of the range is refused', () => {
  for (const index of [-1, 0.5, 10_000_000, Number.NaN]) {
    assert.throws(() => testPan({ prefix: '99901001', index }), RangeError);
  }
  assert.throws(() => testPan({ prefix: '999010010000000', index: 0 }), RangeError);
});

test('the built-in card is the first of DEMO-DEBIT', () => {
  assert.ok(isPan(builtInTestCard.pan));
  assert.ok(builtInTestCard.pan.startsWith('999010010000000'));
});

test('a card ends as asked, for cards that a directory treats specially', () => {
  for (const ending of ['0002', '0010', '0028', '0044', '1']) {
    const pan = testPan({ prefix: sandboxPanPrefixes['DEMO-VISA'], ending });
    assert.ok(isPan(pan) && pan.endsWith(ending) && pan.startsWith(sandboxPanPrefixes['DEMO-VISA']));
  }
  const seeded = (seed: string) => testPan({ prefix: '99901052', ending: '0002', seed });
  assert.ok(isPan(seeded('one')) && seeded('one').endsWith('0002'));
  assert.equal(seeded('one'), seeded('one'));
  assert.notEqual(seeded('one'), seeded('two'));
  assert.throws(() => testPan({ prefix: '99901052', ending: '00000002' }), RangeError);
  assert.throws(() => testPan({ prefix: '99901052', ending: 'four' }), RangeError);
});
