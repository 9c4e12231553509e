import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inLanes, inOrder } from './in-lanes.ts';

test('a lane that fails does not stop the others, and is told of at the end', async () => {
  const done: number[] = [];
  const items = Array.from({ length: 20 }, (_, item) => item);
  const work = async (item: number) => {
    if (item === 3) throw new RangeError('the third');
    done.push(item);
  };
  await assert.rejects(inLanes(items, work), /the third/);
  assert.equal(done.length, 19);
});

const subjects = ['a', 'b', 'c', 'd'] as const;

test('items that share a subject go one after the other, all others side by side', async () => {
  const item = fc.record({
    subjects: fc.uniqueArray(fc.constantFrom(...subjects), { maxLength: 3 }),
    turns: fc.nat({ max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 30 }), async items => {
      const busy = new Set<string>();
      const ended: number[] = [];
      await inOrder(items.entries(), {
        subjectsOf: ([, item]) => item.subjects,
        work: async ([at, { subjects: own, turns }]) => {
          for (const subject of own) assert.ok(!busy.has(subject), `two of ${subject} at once`);
          for (const subject of own) busy.add(subject);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          for (const subject of own) busy.delete(subject);
          ended.push(at);
        },
      });
      assert.equal(ended.length, items.length);
      for (const subject of subjects) {
        const order = ended.filter(at => items[at]?.subjects.includes(subject));
        assert.deepEqual(
          order,
          order.toSorted((one, other) => one - other),
        );
      }
    }),
  );
  let most = 0;
  let now = 0;
  await inOrder(Array(16).keys(), {
    subjectsOf: () => [],
    work: async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now -= 1;
    },
  });
  assert.equal(most, 8);
});
