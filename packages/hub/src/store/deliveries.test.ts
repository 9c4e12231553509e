import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import type { Delivery } from '../core/delivery.ts';
import { duringTransaction } from './overlap.fixture.ts';
import { aDelivery, anAttempt, at, id, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const ids = (deliveries: readonly Delivery[]) => deliveries.map(delivery => delivery.deliveryId);
const lease = { until: at(60), limit: 10 };
const [tokenA, tokenB] = [id(1001), id(1002)];

async function insertAll(...deliveries: Partial<Delivery>[]): Promise<void> {
  for (const delivery of deliveries) await store.deliveries.insert(aDelivery(delivery));
}

async function stored(deliveryId: string): Promise<Delivery | undefined> {
  return (await store.deliveries.list({ limit: 100 })).find(delivery => delivery.deliveryId === deliveryId);
}

describe('deliveries', () => {
  test('a delivery comes back as it was inserted, its body in the order it was written in', async () => {
    const delivery = aDelivery({ body: { z: 1, a: { y: [1.5, null], b: 'ü\u0000' } } });
    await store.deliveries.insert(delivery);
    const [found] = await store.deliveries.list({ limit: 1 });
    assert.deepEqual(found, delivery);
    assert.equal(JSON.stringify(found?.body), JSON.stringify(delivery.body));
  });

  test('deliveries of one token are listed apart', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA },
      { deliveryId: id(4002), virtualCardId: tokenB },
      { deliveryId: id(4003), virtualCardId: tokenA },
    );
    assert.deepEqual(ids(await store.deliveries.list({ virtualCardId: tokenA, limit: 9 })), [
      id(4003),
      id(4001),
    ]);
  });

  test('deliveries are listed newest first, by issuer and state', async () => {
    await insertAll(
      { deliveryId: id(4001) },
      { deliveryId: id(4002), state: 'PARKED' },
      { deliveryId: id(4003), issuerId: 'BANKTWO002', state: 'PARKED' },
      { deliveryId: id(4004), state: 'DELIVERED' },
    );
    const list = async (filter: Parameters<typeof store.deliveries.list>[0]) =>
      ids(await store.deliveries.list(filter));
    assert.deepEqual(await list({ limit: 2 }), [id(4004), id(4003)]);
    assert.deepEqual(await list({ limit: 9, state: 'PARKED' }), [id(4003), id(4002)]);
    assert.deepEqual(await list({ limit: 9, issuerId: 'BANKONE001', state: 'PARKED' }), [id(4002)]);
    assert.deepEqual(await list({ limit: 9, issuerId: 'BANKTWO002' }), [id(4003)]);
  });
});

describe('claiming deliveries', () => {
  test('takes what is due, as many as asked for, longest due first', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA, nextAttemptAt: at(0) },
      { deliveryId: id(4002), virtualCardId: tokenB, nextAttemptAt: at(-5) },
      { deliveryId: id(4003), virtualCardId: id(1003), nextAttemptAt: at(1) },
      { deliveryId: id(4004), virtualCardId: id(1004), state: 'PARKED' },
    );
    assert.deepEqual(ids(await store.deliveries.claim(start, { ...lease, limit: 1 })), [id(4002)]);
    assert.deepEqual(await store.deliveries.claim(start, lease), [
      aDelivery({ deliveryId: id(4001), virtualCardId: tokenA }),
    ]);
    assert.deepEqual(await store.deliveries.claim(start, lease), []);
  });

  test('never takes one whose token has an earlier one waiting, due or not', async () => {
    await insertAll(
      { deliveryId: id(4002), nextAttemptAt: at(-10) },
      { deliveryId: id(4001), nextAttemptAt: at(5) },
      { deliveryId: id(4003), virtualCardId: tokenB },
    );
    assert.deepEqual(ids(await store.deliveries.claim(start, lease)), [id(4003)]);
    assert.deepEqual(ids(await store.deliveries.claim(at(5), lease)), [id(4001)]);
    assert.deepEqual(await store.deliveries.claim(at(6), lease), [], 'the first one is under way');
    await store.deliveries.settle(aDelivery({ deliveryId: id(4001), state: 'DELIVERED' }), anAttempt());
    assert.deepEqual(ids(await store.deliveries.claim(at(6), lease)), [id(4002)]);
  });

  test('a parked delivery holds nobody back', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002) });
    await store.deliveries.settle(aDelivery({ deliveryId: id(4001), state: 'PARKED' }), anAttempt());
    assert.deepEqual(ids(await store.deliveries.claim(start, lease)), [id(4002)]);
  });

  test('a claimed delivery comes back when the lease is over', async () => {
    await insertAll({});
    await store.deliveries.claim(start, lease);
    assert.deepEqual(await store.deliveries.claim(at(59), lease), []);
    assert.deepEqual(ids(await store.deliveries.claim(at(60), { until: at(120), limit: 1 })), [id(4001)]);
  });

  test('while one claimer has the first of a token, another gets neither it nor its successors', async () => {
    await insertAll(
      { deliveryId: id(4001) },
      { deliveryId: id(4002) },
      { deliveryId: id(4003), virtualCardId: tokenB },
    );
    const { held, other } = await duringTransaction(store, {
      held: tx => tx.deliveries.claim(start, { ...lease, limit: 1 }),
      other: () => store.deliveries.claim(start, lease),
    });
    assert.deepEqual(ids(held), [id(4001)]);
    assert.deepEqual(ids(other), [id(4003)]);
  });

  test('many claimers at once send everything once and every token in order', async () => {
    const tokens = [1, 2, 3, 4, 5].map(number => id(1000 + number));
    for (let number = 0; number < 60; number += 1) {
      const virtualCardId = tokens[(number * 7) % tokens.length] ?? '';
      await insertAll({ deliveryId: id(4000 + number), virtualCardId });
    }
    const sent = new Map<string, string[]>(tokens.map(token => [token, []]));
    const claimer = async () => {
      for (;;) {
        const claimed = await store.deliveries.claim(start, { ...lease, limit: 2 });
        for (const delivery of claimed) {
          sent.get(delivery.virtualCardId)?.push(delivery.deliveryId);
          await store.deliveries.settle({ ...delivery, state: 'DELIVERED', attempts: 1 }, anAttempt());
        }
        const waiting = await store.deliveries.list({ state: 'PENDING', limit: 1 });
        if (waiting.length === 0) return;
      }
    };
    await Promise.all([claimer(), claimer(), claimer(), claimer()]);
    for (const [token, order] of sent) {
      assert.equal(order.length, 12, token);
      assert.deepEqual(order, order.toSorted());
    }
  });
});

describe('settling deliveries', () => {
  const attempts = () =>
    store.database
      .selectFrom('delivery_attempt')
      .selectAll()
      .orderBy('number')
      .orderBy('started_at')
      .execute();

  test('keeps the attempt and the new state, and gives the lease back', async () => {
    await insertAll({});
    await store.deliveries.claim(start, lease);
    const failed = aDelivery({ attempts: 1, nextAttemptAt: at(10) });
    const attempt = anAttempt({ status: 503, failure: 'Service Unavailable', duration: 12.5 });
    await store.deliveries.settle(failed, attempt);
    assert.deepEqual(await stored(id(4001)), failed);
    assert.deepEqual(await attempts(), [
      {
        delivery_id: id(4001),
        number: 1,
        started_at: attempt.startedAt,
        duration: 12.5,
        status: 503,
        code: null,
        failure: 'Service Unavailable',
      },
    ]);
    assert.deepEqual(await store.deliveries.claim(at(10), lease), [failed]);
  });

  test('a late failure does not undo what another worker delivered, but is kept', async () => {
    await insertAll({});
    const delivered = aDelivery({ state: 'DELIVERED', attempts: 1 });
    await store.deliveries.settle(delivered, anAttempt());
    await store.deliveries.settle(
      aDelivery({ attempts: 1, nextAttemptAt: at(10) }),
      anAttempt({ startedAt: at(2), status: null, failure: 'time-out' }),
    );
    assert.deepEqual(await stored(id(4001)), delivered);
    assert.deepEqual(
      (await attempts()).map(attempt => attempt.failure),
      [null, 'time-out'],
    );
  });

  test('what stands behind a delivery is due when it is, and at once when it is out of the way', async () => {
    const times = async () =>
      (await store.deliveries.list({ limit: 9 })).toReversed().map(delivery => delivery.nextAttemptAt);
    await insertAll(
      { deliveryId: id(4001) },
      { deliveryId: id(4002) },
      { deliveryId: id(4003), nextAttemptAt: at(500) },
      { deliveryId: id(4004), virtualCardId: tokenB },
    );
    await store.deliveries.settle(aDelivery({ attempts: 1, nextAttemptAt: at(300) }), anAttempt());
    assert.deepEqual(await times(), [at(300), at(300), at(500), start]);
    const second = anAttempt({ number: 2, startedAt: at(300) });
    await store.deliveries.settle(aDelivery({ state: 'PARKED', nextAttemptAt: at(300) }), second);
    assert.deepEqual(await times(), [at(300), at(300), at(300), start]);
  });

  test('an attempt that cannot be kept leaves the state as it was', async () => {
    await insertAll({});
    const unkept = anAttempt({ duration: Number.NaN, number: 2 ** 40 });
    await assert.rejects(store.deliveries.settle(aDelivery({ state: 'DELIVERED' }), unkept));
    assert.deepEqual(await stored(id(4001)), aDelivery());
    assert.deepEqual(await attempts(), []);
  });

  test('settling a delivery that is not there is a fault', async () => {
    await assert.rejects(store.deliveries.settle(aDelivery(), anAttempt()), /foreign key/);
  });
});

describe('hastening deliveries', () => {
  test('makes everything due that waits for the issuer, and nothing else', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA, nextAttemptAt: at(900) },
      { deliveryId: id(4002), virtualCardId: tokenB, nextAttemptAt: at(-5) },
      { deliveryId: id(4003), virtualCardId: id(1003), nextAttemptAt: at(900), issuerId: 'BANKTWO002' },
      { deliveryId: id(4004), virtualCardId: id(1004), nextAttemptAt: at(900), state: 'PARKED' },
    );
    await store.deliveries.hasten('BANKONE001', at(1));
    const times = (await store.deliveries.list({ limit: 9 })).map(delivery => delivery.nextAttemptAt);
    assert.deepEqual(times, [at(900), at(900), at(-5), at(1)]);
  });
});
