import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import type { Operation } from '../core/operation.ts';
import type { OperationClaim } from '../ports/aggregates/operations.ts';
import { duringTransaction } from './overlap.fixture.ts';
import { aCard, anOperation, aToken, at, id, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const ids = (operations: readonly Operation[]) => operations.map(operation => operation.operationId);

/** What one worker takes, for a minute. */
const claim = (now = start, limits: { limit?: number; room?: number; except?: string[] } = {}) =>
  store.operations.claim(now, shareOf(now, limits));
const shareOf = (now: Date, { limit = 10, room = 10, except = [] as string[] } = {}) => ({
  until: new Date(now.getTime() + 60_000),
  rooms: new Map([['domestic wallet', room]]),
  limit,
  except,
});
const claimedIds = (claims: readonly OperationClaim[]) => ids(claims.map(({ operation }) => operation));

async function insertAll(...operations: Partial<Operation>[]): Promise<void> {
  for (const operation of operations) await store.operations.insert(anOperation(operation));
}

describe('operations', () => {
  beforeEach(async () => {
    await store.cards.insert(aCard());
    await store.tokens.insert(aToken());
    await store.tokens.insert(aToken({ virtualCardId: id(1002) }));
  });

  test('an operation comes back as it was inserted, and as it was saved last', async () => {
    await store.operations.insert(anOperation());
    assert.deepEqual(await store.operations.find(id(3001)), anOperation());
    const changed = anOperation({
      step: 'CLOSED',
      notice: { action: 'SUSPEND', errorCode: 221 },
      reason: null,
    });
    await store.operations.save(changed);
    assert.deepEqual(await store.operations.find(id(3001)), changed);
    assert.equal(await store.operations.find(id(3002)), null);
  });

  test('saving an operation that is not there, or inserting one on no token, is a fault', async () => {
    await assert.rejects(store.operations.save(anOperation()), /not in the store/);
    await assert.rejects(store.operations.insert(anOperation({ virtualCardId: id(1009) })), /foreign key/);
  });

  test('what runs on a token is listed oldest first', async () => {
    await insertAll(
      { operationId: id(3003) },
      { operationId: id(3001), step: 'DEVICE_DUE' },
      { operationId: id(3002), step: 'CLOSED' },
      { operationId: id(3004), virtualCardId: id(1002) },
    );
    assert.deepEqual(ids(await store.operations.running(id(1001))), [id(3001), id(3003)]);
  });

  test('the newest that was to do something to a token is found, closed or not', async () => {
    await insertAll(
      { operationId: id(3001) },
      { operationId: id(3002), step: 'CLOSED' },
      { operationId: id(3003), action: 'RESUME' },
      { operationId: id(3004), virtualCardId: id(1002) },
    );
    assert.equal((await store.operations.newest(id(1001), 'SUSPEND'))?.operationId, id(3002));
    assert.equal(await store.operations.newest(id(1001), 'DELETE'), null);
  });

  test('open operations of a card are counted by kind', async () => {
    await insertAll(
      { operationId: id(3001), kind: 'UPDATE_CARD' },
      { operationId: id(3002), kind: 'UPDATE_CARD', virtualCardId: id(1002) },
      { operationId: id(3003), kind: 'UPDATE_CARD', step: 'CLOSED' },
      { operationId: id(3004) },
    );
    assert.equal(await store.operations.countOpen(id(1), 'UPDATE_CARD'), 2);
    assert.equal(await store.operations.countOpen(id(1), 'CHANGE_STATE'), 1);
    assert.equal(await store.operations.countOpen(id(2), 'UPDATE_CARD'), 0);
  });

  test('claim takes what is due and open, as many as asked for, longest due first', async () => {
    await insertAll(
      { operationId: id(3001), nextAttemptAt: at(0) },
      { operationId: id(3002), nextAttemptAt: at(-5) },
      { operationId: id(3003), nextAttemptAt: at(1) },
      { operationId: id(3004), step: 'CLOSED' },
    );
    assert.deepEqual(claimedIds(await claim(start, { limit: 1 })), [id(3002)]);
    assert.deepEqual(await claim(), [
      { operation: anOperation({ operationId: id(3001) }), lane: 'domestic wallet' },
    ]);
    assert.deepEqual(await claim(), []);
  });

  test('operations wait for those of their own TSP and requestor only', async () => {
    await store.tokens.insert(aToken({ virtualCardId: id(1003), requestorId: 'merchant' }));
    await store.tokens.insert(aToken({ virtualCardId: id(1004), tsp: 'network' }));
    await insertAll(
      { operationId: id(3001) },
      { operationId: id(3002), virtualCardId: id(1002) },
      { operationId: id(3003), virtualCardId: id(1003) },
      { operationId: id(3004), virtualCardId: id(1004), nextAttemptAt: at(5) },
    );
    assert.deepEqual(await store.operations.lanesDue(start), ['domestic merchant', 'domestic wallet']);
    assert.deepEqual(claimedIds(await claim(start, { room: 1 })), [id(3001)]);
    assert.deepEqual(await store.operations.lanesDue(at(5)), [
      'domestic merchant',
      'domestic wallet',
      'network wallet',
    ]);
  });

  test('what the worker itself has under way is not taken, whatever the clock says of its lease', async () => {
    await insertAll({ operationId: id(3001) }, { operationId: id(3002) });
    await claim(start, { limit: 1 });
    assert.deepEqual(claimedIds(await claim(at(1000), { except: [id(3001)] })), [id(3002)]);
  });

  test('a claimed operation comes back when the lease is over', async () => {
    await insertAll({});
    await claim();
    assert.deepEqual(await claim(at(59)), []);
    assert.deepEqual(claimedIds(await claim(at(60))), [id(3001)]);
  });

  test('a new time gives the lease back, a new step alone does not', async () => {
    await insertAll({});
    await claim();
    await store.operations.save(anOperation({ step: 'DEVICE_DUE' }));
    assert.deepEqual(await claim(at(10)), []);
    await store.operations.save(anOperation({ step: 'DEVICE_DUE', nextAttemptAt: at(10) }));
    assert.deepEqual(claimedIds(await claim(at(10))), [id(3001)]);
  });

  test('what was reported comes after everything older that waits for the TSP of the same token', async () => {
    await insertAll(
      { operationId: id(3001), step: 'DEVICE_DUE', nextAttemptAt: at(60) },
      { operationId: id(3002), nextAttemptAt: at(10) },
      { operationId: id(3003), reportedBy: 'WALLET' },
      { operationId: id(3004), reportedBy: 'WALLET', virtualCardId: id(1002) },
    );
    assert.deepEqual(claimedIds(await claim()), [id(3004)]);
    assert.deepEqual(await store.operations.lanesDue(start), []);
    assert.deepEqual(claimedIds(await claim(at(10))), [id(3002)]);
    assert.deepEqual(claimedIds(await claim(at(20))), [], 'not while the older one is under way either');
    await store.operations.save(
      anOperation({ operationId: id(3002), step: 'DEVICE_DUE', nextAttemptAt: at(60) }),
    );
    assert.deepEqual(await store.operations.lanesDue(at(20)), ['domestic wallet']);
    assert.deepEqual(claimedIds(await claim(at(20))), [id(3003)]);
  });

  test('two claimers at once share the work', async () => {
    await insertAll({ operationId: id(3001) }, { operationId: id(3002) }, { operationId: id(3003) });
    const { held, other } = await duringTransaction(store, {
      held: tx => tx.operations.claim(start, shareOf(start, { limit: 2 })),
      other: () => claim(),
    });
    assert.deepEqual(claimedIds(held), [id(3001), id(3002)]);
    assert.deepEqual(claimedIds(other), [id(3003)]);
  });

  test('a locked operation is changed by one transaction after the other', async () => {
    await insertAll({});
    const count = () =>
      store.transaction(async tx => {
        const operation = await tx.operations.lock(id(3001));
        assert.ok(operation);
        await tx.operations.save({ ...operation, attempts: operation.attempts + 1 });
      });
    await Promise.all([count(), count(), count(), count(), count()]);
    assert.equal((await store.operations.find(id(3001)))?.attempts, 5);
  });

  test('lock finds nothing where there is nothing, and needs a transaction', async () => {
    assert.equal(await store.transaction(tx => tx.operations.lock(id(3001))), null);
    await assert.rejects(store.operations.lock(id(3001)), /inside of one/);
  });
});
