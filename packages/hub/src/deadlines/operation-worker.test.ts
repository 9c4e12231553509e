import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { ApplyTokenChange } from '@countermark/wire/token-requestor/apply-token-change';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { Hub } from '../ports/hub.ts';
import type { Tsp } from '../ports/tsp.ts';
import type { WalletAnswer } from '../ports/wallet.ts';
import { aCard, anOperation, aRequestor, aToken, id, start } from '../store/test-objects.ts';
import { openTestStore } from '../store/test-store.ts';
import { carryOutOperation, claimDueOperations } from './operation-worker.ts';

const store = await openTestStore();
after(() => store.close());

/** Wallets that hang until the test lets them answer. */
const hanging = new Map<string, Promise<WalletAnswer>>();
const applied: string[] = [];
let nextId = 9000;

const hub = {
  clock: { now: () => start },
  ids: { uuid: () => id(nextId++) },
  store,
  tsps: new Map([
    ['domestic', { setState: async () => ({ ok: true, value: null }), tokenInfo: async () => null }],
  ]) as unknown as Map<string, Tsp>,
  wallet: {
    async applyTokenChange({ requestorId }: TokenRequestor, { virtualCardId }: ApplyTokenChange) {
      await hanging.get(requestorId);
      applied.push(virtualCardId);
      return 'APPLIED';
    },
  },
  wake: { operations: () => undefined, deliveries: () => undefined },
} as unknown as Hub;

beforeEach(async () => {
  await store.empty();
  applied.length = 0;
  await store.cards.insert(aCard());
  for (const requestorId of ['wallet', 'merchant']) await store.requestors.save(aRequestor({ requestorId }));
});

async function suspend(requestorId: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const virtualCardId = id(1000 + number);
    await store.tokens.insert(aToken({ virtualCardId, requestorId }));
    await store.operations.insert(anOperation({ operationId: id(3000 + number), virtualCardId }));
  }
}

test('a wallet that hangs holds up its own operations and nobody else', async () => {
  const wakes = Promise.withResolvers<WalletAnswer>();
  hanging.set('wallet', wakes.promise);
  await suspend(
    'wallet',
    Array.from({ length: 20 }, (_, index) => index),
  );
  await suspend('merchant', [50, 51]);
  const first = await claimDueOperations(hub, new Set());
  assert.equal(first.length, 8 + 2);
  const ends = first.map(claim => carryOutOperation(hub, claim));
  const ofMerchant = ends.filter((_, index) => first[index]?.lane === 'domestic merchant');
  await Promise.all(ofMerchant);
  assert.deepEqual(applied.toSorted(), [id(1050), id(1051)]);

  const hung = new Set(first.filter(({ lane }) => lane === 'domestic wallet'));
  await suspend('merchant', [52]);
  const next = await claimDueOperations(hub, hung);
  assert.deepEqual(
    next.map(({ operation }) => operation.virtualCardId),
    [id(1052)],
  );
  wakes.resolve('APPLIED');
  await Promise.all(ends);
  assert.equal((await claimDueOperations(hub, new Set())).length, 8);
});
