import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergedElements } from './personalisation.ts';

const a = { name: 'a', value: '1' };
const b = { name: 'b', value: '2' };

test('parts make one set; what came before may come again', () => {
  assert.deepEqual(mergedElements([a], [b, a]), [a, b]);
});

test('an element has one value', () => {
  assert.equal(mergedElements([a], [{ name: 'a', value: '2' }]), 'CONTRADICTION');
  assert.equal(mergedElements([], [a, { name: 'a', value: '2' }]), 'CONTRADICTION');
});

test('a set has an end', () => {
  assert.equal(mergedElements([], [{ name: 'a', value: 'x'.repeat(256 * 1024) }]), 'TOO_LARGE');
});

test('in how many parts a set comes makes no difference', () => {
  const elements = fc.uniqueArray(
    fc.record({ name: fc.string(), value: fc.string() }, { noNullPrototype: true }),
    {
      selector: ({ name }) => name,
    },
  );
  fc.assert(
    fc.property(elements, fc.nat(), (whole, at) => {
      const cut = whole.length === 0 ? 0 : at % whole.length;
      const first = mergedElements([], whole.slice(0, cut));
      assert.ok(Array.isArray(first));
      assert.deepEqual(mergedElements(first, whole.slice(cut)), whole);
    }),
  );
});
