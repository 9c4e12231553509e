import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Recent } from './recent.ts';

it('Recent keeps the last ones, oldest first', () => {
  const recent = new Recent<number>(3);
  for (const entry of [1, 2, 3, 4, 5]) recent.add(entry);
  assert.deepEqual(
    recent.where(() => true),
    [3, 4, 5],
  );
  assert.deepEqual(
    recent.where(entry => entry % 2 === 1),
    [3, 5],
  );
});
