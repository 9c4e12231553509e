import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { at, id } from '../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../use-cases/hub-on-store.fixture.ts';
import { ageTokens } from './age-tokens.ts';

const { hub, store, tsp, time, reset, give, told, state } = await openHubOnStore();
after(() => store.close());
beforeEach(() => reset());

test('a token its TSP does not change yet is not counted: the worker rests, and asks again later', async () => {
  await give({ state: 'INACTIVE', dueAt: at(10) });
  tsp.refusal = 921;
  assert.equal(await ageTokens(hub), 0);
  tsp.refusal = null;
  assert.equal(await ageTokens(hub), 0);
  assert.deepEqual([await state(), await told()], ['INACTIVE', []]);
  time.now = new Date(time.now.getTime() + 5 * 60_000);
  assert.equal(await ageTokens(hub), 1);
  assert.deepEqual([await state(), await told()], ['DELETED', ['DELETE']]);
});

test('however many a TSP refuses, the others have their turn', async () => {
  for (let number = 0; number < 100; number++) {
    const names = { tspTokenId: `refused ${number}`, tokenStorageId: `phone ${number}` };
    await give({ ...names, virtualCardId: id(5000 + number), state: 'INACTIVE', dueAt: at(10) });
  }
  await give({ state: 'INACTIVE', dueAt: at(11) });
  tsp.refusal = 921;
  assert.equal(await ageTokens(hub), 0);
  tsp.refusal = null;
  assert.equal(await ageTokens(hub), 1);
  assert.equal(await state(tokenId), 'DELETED');
});
