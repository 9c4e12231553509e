import assert from 'node:assert/strict';
import { it } from 'node:test';
import { counted } from './counted.ts';

it('speaks of one thing and of any other number of them', () => {
  const said = [0, 1, 2].map(count => counted(count, 'difference'));
  assert.deepEqual(said, ['0 differences', '1 difference', '2 differences']);
});
