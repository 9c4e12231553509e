import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hub } from '../ports/hub.ts';
import { aToken, at } from '../store/test-objects.ts';
import { ageTokens } from './age-tokens.ts';

test('a token its TSP does not change yet is not counted: the worker rests before it asks again', async () => {
  const token = aToken({ state: 'INACTIVE', dueAt: at(0) });
  const asked: string[] = [];
  const parts = {
    clock: { now: () => at(900) },
    ids: { uuid: () => 'a session of its own' },
    store: { tokens: { due: async () => [token.virtualCardId], find: async () => token } },
    tsps: new Map([
      [
        token.tsp,
        {
          setState: async (_: string, state: string) => {
            asked.push(state);
            return { ok: false, code: 921 };
          },
        },
      ],
    ]),
    wake: { deliveries: () => {} },
  };
  assert.equal(await ageTokens(parts as unknown as Hub), 0);
  assert.deepEqual(asked, ['DELETED']);
});
