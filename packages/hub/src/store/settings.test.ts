import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());

test('a setting is null until it is set, and then what it was set to last', async () => {
  assert.equal(await store.settings.get('clock-offset'), null);
  for (const value of [5000, 'text', [1, 2], { offset: 1.5 }, false]) {
    await store.settings.set('clock-offset', value);
    assert.deepEqual(await store.settings.get('clock-offset'), value);
  }
  assert.equal(await store.settings.get('other'), null);
});
