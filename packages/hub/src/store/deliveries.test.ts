import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import type { Delivery, NextStep } from '../core/delivery.ts';
import type { DeliveryClaim, ReplaySelection } from '../ports/aggregates/deliveries.ts';
import { duringTransaction } from './overlap.fixture.ts';
import { aDelivery, anAttempt, at, id, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const [bankOne, bankTwo] = ['BANKONE001', 'BANKTWO002'];
const [tokenA, tokenB] = [id(1001), id(1002)];
const delivered: NextStep = { state: 'DELIVERED' };
const refused: NextStep = { state: 'PARKED', parked: { because: 'REFUSED', code: 112 } };
const waits = (seconds: number): NextStep => ({ state: 'PENDING', nextAttemptAt: at(seconds) });

async function insertAll(...deliveries: Partial<Delivery>[]): Promise<void> {
  for (const delivery of deliveries) await store.deliveries.insert(aDelivery(delivery));
}

/** What one worker takes: of each bank, for a minute. */
const claim = (now = start, { room = 10, limit = 10 } = {}) =>
  store.deliveries.claim(now, shareOf(now, { room, limit }));
const shareOf = (now: Date, { room, limit }: { room: number; limit: number }) => ({
  until: new Date(now.getTime() + 60_000),
  rooms: new Map([
    [bankOne, room],
    [bankTwo, room],
  ]),
  limit,
  except: [] as string[],
});
const ids = (claims: readonly DeliveryClaim[]) => claims.map(({ delivery }) => delivery.deliveryId).sort();

async function claimOne(now = start): Promise<DeliveryClaim> {
  const [first] = await claim(now, { room: 1, limit: 1 });
  return first ?? assert.fail('nothing is due');
}

const settle = (taken: DeliveryClaim, next: NextStep, now = at(1)) =>
  store.deliveries.settle(taken, {
    attempt: anAttempt({ number: taken.delivery.attempts + 1, startedAt: now }),
    next,
    now,
  });

async function stored(deliveryId: string): Promise<Delivery> {
  const all = await store.deliveries.list({ limit: 100 });
  return all.find(delivery => delivery.deliveryId === deliveryId) ?? assert.fail(`no ${deliveryId}`);
}

const attempts = () =>
  store.database.selectFrom('delivery_attempt').selectAll().orderBy('number').orderBy('started_at').execute();

describe('deliveries', () => {
  test('a delivery comes back as it was inserted, its body in the order it was written in', async () => {
    const delivery = aDelivery({ body: { z: 1, a: { y: [1.5, null], b: 'ü\u0000' } } });
    await store.deliveries.insert(delivery);
    const [found] = await store.deliveries.list({ limit: 1 });
    assert.deepEqual(found, delivery);
    assert.equal(JSON.stringify(found?.body), JSON.stringify(delivery.body));
  });

  test('one about a card waits in the queue of its card, and keeps what its address needs', async () => {
    const parameters = { cardId: 'R-1' };
    const ofCard = aDelivery({ deliveryId: id(4001), queueId: id(1), virtualCardId: null, parameters });
    const ofToken = aDelivery({ deliveryId: id(4002), queueId: id(1), virtualCardId: tokenA });
    await insertAll(ofCard, ofToken);
    assert.deepEqual(await store.deliveries.find(id(4001)), ofCard);
    const listed = await store.deliveries.list({ virtualCardId: tokenA, limit: 9 });
    assert.deepEqual(listed, [{ ...ofToken, sequence: 2, nextAttemptAt: null }]);
    assert.deepEqual(ids(await claim()), [id(4001)]);
  });

  test('deliveries of one token are numbered as they are committed, whatever their ids and times say', async () => {
    await insertAll(
      { deliveryId: id(4009), createdAt: at(9) },
      { deliveryId: id(4001), createdAt: at(1) },
      { deliveryId: id(4005), virtualCardId: tokenB },
    );
    const listed = await store.deliveries.list({ virtualCardId: tokenA, limit: 9 });
    assert.deepEqual(
      listed.map(({ deliveryId, sequence }) => [deliveryId, sequence]),
      [
        [id(4001), 2],
        [id(4009), 1],
      ],
    );
  });

  test('a second writer of one token waits for the commit of the first', async () => {
    const inserted = Promise.withResolvers<void>();
    const first = store.transaction(async tx => {
      await tx.deliveries.insert(aDelivery({ deliveryId: id(4009) }));
      inserted.resolve();
      await new Promise(resolve => setImmediate(resolve));
    });
    await inserted.promise;
    await Promise.all([first, insertAll({ deliveryId: id(4001) })]);
    assert.equal((await stored(id(4009))).sequence, 1);
    assert.equal((await stored(id(4001))).sequence, 2);
  });

  test('what is rolled back leaves no gap and nothing that waits', async () => {
    const failing = store.transaction(async tx => {
      await tx.deliveries.insert(aDelivery());
      throw new Error('the change failed');
    });
    await assert.rejects(failing, /the change failed/);
    assert.deepEqual(await store.deliveries.issuersDue(start), []);
    await insertAll({});
    assert.equal((await stored(id(4001))).sequence, 1);
  });

  test('deliveries are listed newest first, by issuer and state', async () => {
    await insertAll({ deliveryId: id(4001), virtualCardId: tokenB });
    await settle(await claimOne(), refused);
    await insertAll(
      { deliveryId: id(4002) },
      { deliveryId: id(4003), issuerId: bankTwo, virtualCardId: id(1003) },
    );
    const list = async (filter: Parameters<typeof store.deliveries.list>[0]) =>
      (await store.deliveries.list(filter)).map(({ deliveryId }) => deliveryId);
    assert.deepEqual(await list({ limit: 2 }), [id(4003), id(4002)]);
    assert.deepEqual(await list({ limit: 9, state: 'PARKED' }), [id(4001)]);
    assert.deepEqual(await list({ limit: 9, issuerId: bankOne, state: 'PENDING' }), [id(4002)]);
    assert.deepEqual(await list({ limit: 9, issuerId: bankTwo }), [id(4003)]);
  });
});

describe('claiming deliveries', () => {
  test('takes what is due, as many of each issuer and of all as there is room for, longest due first', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA, createdAt: at(0) },
      { deliveryId: id(4002), virtualCardId: tokenB, createdAt: at(-5) },
      { deliveryId: id(4003), virtualCardId: id(1003), createdAt: at(1) },
      { deliveryId: id(4004), virtualCardId: id(1004), issuerId: bankTwo },
      { deliveryId: id(4005), virtualCardId: id(1005), issuerId: 'BANKTHREE3' },
    );
    assert.deepEqual(await store.deliveries.issuersDue(start), [bankOne, 'BANKTHREE3', bankTwo]);
    assert.deepEqual(ids(await claim(start, { room: 1, limit: 9 })), [id(4002), id(4004)]);
    assert.deepEqual(ids(await claim(start, { room: 9, limit: 1 })), [id(4001)]);
    assert.deepEqual(await claim(), []);
    assert.deepEqual(await store.deliveries.issuersDue(start), ['BANKTHREE3']);
  });

  test('takes the first of a token only, and its successor when that is out of the way', async () => {
    await insertAll(
      { deliveryId: id(4002), createdAt: at(-10) },
      { deliveryId: id(4001), createdAt: at(-20) },
      { deliveryId: id(4003), virtualCardId: tokenB },
    );
    const [first, other] = (await claim()).toSorted((a, b) => a.delivery.sequence - b.delivery.sequence);
    assert.ok(first && other);
    assert.deepEqual(ids([first, other]), [id(4002), id(4003)]);
    assert.deepEqual(await claim(at(6)), [], 'the first one is under way');
    const claimed = [first, other].find(({ delivery }) => delivery.virtualCardId === tokenA) ?? first;
    await settle(claimed, delivered);
    assert.deepEqual(ids(await claim(at(6))), [id(4001)]);
  });

  test('a parked delivery holds nobody back', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002) });
    await settle(await claimOne(), refused);
    assert.deepEqual(ids(await claim(at(1))), [id(4002)]);
  });

  test('a failed one holds its successors back until it is due again', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002) });
    await settle(await claimOne(), waits(300));
    assert.equal((await stored(id(4001))).nextAttemptAt?.getTime(), at(300).getTime());
    assert.equal((await stored(id(4002))).nextAttemptAt, null);
    assert.deepEqual(await claim(at(299)), []);
    assert.deepEqual(ids(await claim(at(300))), [id(4001)]);
  });

  test('a claimed delivery comes back when the lease is over', async () => {
    await insertAll({});
    await claim();
    assert.deepEqual(await claim(at(59)), []);
    assert.deepEqual(ids(await claim(at(60))), [id(4001)]);
  });

  test('what the worker itself has under way is not taken, whatever the clock says of its lease', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002), virtualCardId: tokenB });
    await claim();
    const share = { ...shareOf(at(1000), { room: 9, limit: 9 }), except: [tokenA] };
    assert.deepEqual(ids(await store.deliveries.claim(at(1000), share)), [id(4002)]);
  });

  test('what is queued while the queue is leased waits for the lease', async () => {
    await insertAll({ deliveryId: id(4001) });
    const first = await claimOne();
    await insertAll({ deliveryId: id(4002) });
    assert.deepEqual(await claim(), []);
    await settle(first, delivered);
    assert.deepEqual(ids(await claim(at(1))), [id(4002)]);
  });

  test('while one claimer has the first of a token, another gets neither it nor its successors', async () => {
    await insertAll(
      { deliveryId: id(4001), createdAt: at(-1) },
      { deliveryId: id(4002), createdAt: at(-1) },
      { deliveryId: id(4003), virtualCardId: tokenB },
    );
    const { held, other } = await duringTransaction(store, {
      held: tx => tx.deliveries.claim(start, shareOf(start, { room: 1, limit: 1 })),
      other: () => claim(),
    });
    assert.deepEqual(ids(held), [id(4001)]);
    assert.deepEqual(ids(other), [id(4003)]);
  });

  test('along with a call go those of its operation among what is due next, unless they go alone', async () => {
    const operation = 'd1/notifyCardOperations';
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA, operation, createdAt: at(-3) },
      { deliveryId: id(4002), virtualCardId: tokenB, createdAt: at(-2) },
      { deliveryId: id(4003), virtualCardId: id(1003), operation, createdAt: at(-1) },
      { deliveryId: id(4004), virtualCardId: id(1004), operation, issuerId: bankTwo },
      { deliveryId: id(4005), virtualCardId: id(1005), operation, createdAt: at(5) },
      { deliveryId: id(4006), virtualCardId: tokenB, operation },
    );
    await settle(await claimOne(), { state: 'PENDING', nextAttemptAt: at(1), alone: true });
    assert.deepEqual([(await stored(id(4001))).alone, (await stored(id(4001))).failures], [true, 0]);
    const along = (limit: number) =>
      store.deliveries.claimAlong(at(2), {
        issuerId: bankOne,
        operation,
        ...shareOf(at(2), { room: 9, limit }),
      });
    assert.deepEqual(ids(await along(1)), [], 'another operation is due first');
    assert.deepEqual(ids(await along(9)), [id(4003)]);
    assert.deepEqual(ids(await claim(at(2))), [id(4001), id(4002), id(4004)]);
  });

  test('many claimers at once send everything once and every token in order', async () => {
    const tokens = [1, 2, 3, 4, 5].map(number => id(1000 + number));
    for (let number = 0; number < 60; number += 1) {
      await insertAll({
        deliveryId: id(4000 + number),
        virtualCardId: tokens[(number * 7) % tokens.length] ?? '',
      });
    }
    const sent = new Map<string, number[]>(tokens.map(token => [token, []]));
    const claimer = async () => {
      while ((await store.deliveries.list({ state: 'PENDING', limit: 1 })).length > 0) {
        for (const taken of await claim(start, { room: 2, limit: 2 })) {
          sent.get(taken.delivery.queueId)?.push(taken.delivery.sequence);
          await settle(taken, delivered, start);
        }
      }
    };
    await Promise.all([claimer(), claimer(), claimer(), claimer()]);
    for (const [token, order] of sent) {
      assert.deepEqual(order, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], token);
    }
  });
});

describe('settling deliveries', () => {
  test('keeps the attempt and the new state, and gives the queue back', async () => {
    await insertAll({});
    const attempt = anAttempt({ status: 503, failure: 'Service Unavailable', duration: 12.5 });
    await store.deliveries.settle(await claimOne(), { attempt, next: waits(10), now: at(1) });
    const failed = aDelivery({ attempts: 1, failures: 1, nextAttemptAt: at(10) });
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
        late_status: null,
        late_after: null,
      },
    ]);
    const again = await claimOne(at(10));
    assert.deepEqual(again.delivery, failed);
    await settle(again, refused, at(11));
    assert.deepEqual(
      await stored(id(4001)),
      aDelivery({
        state: 'PARKED',
        parked: { because: 'REFUSED', code: 112 },
        attempts: 2,
        failures: 2,
        settledAt: at(11),
        nextAttemptAt: null,
      }),
    );
  });

  test('a late failure does not undo what another worker delivered, but is kept', async () => {
    await insertAll({});
    const outlived = await claimOne();
    await settle(await claimOne(at(60)), delivered, at(61));
    const attempt = anAttempt({ startedAt: at(62), status: null, failure: 'time-out' });
    await store.deliveries.settle(outlived, { attempt, next: waits(70), now: at(62) });
    assert.equal((await stored(id(4001))).state, 'DELIVERED');
    assert.deepEqual(
      (await attempts()).map(({ failure }) => failure),
      [null, 'time-out'],
    );
    assert.deepEqual(await store.deliveries.issuersDue(at(1000)), []);
  });

  test('a worker that outlived its lease does not give away the queue of its successor', async () => {
    await insertAll({});
    const outlived = await claimOne();
    const successor = await claimOne(at(60));
    await settle(outlived, waits(61), at(61));
    assert.deepEqual(await claim(at(70)), []);
    await settle(successor, delivered, at(71));
    assert.equal((await stored(id(4001))).state, 'DELIVERED');
  });

  test('an acknowledgement counts although the delivery was parked meanwhile', async () => {
    await insertAll({});
    const outlived = await claimOne();
    await settle(await claimOne(at(60)), refused, at(61));
    await settle(outlived, delivered, at(62));
    const { state, parked, settledAt } = await stored(id(4001));
    assert.deepEqual({ state, parked, settledAt }, { state: 'DELIVERED', parked: null, settledAt: at(62) });
  });

  test('an attempt that cannot be kept leaves the state as it was', async () => {
    await insertAll({});
    const taken = await claimOne();
    const unkept = anAttempt({ number: 2 ** 40 });
    await assert.rejects(store.deliveries.settle(taken, { attempt: unkept, next: delivered, now: at(1) }));
    assert.deepEqual(await stored(id(4001)), aDelivery());
    assert.deepEqual(await attempts(), []);
  });

  test('settling a delivery that is not there is a fault', async () => {
    const lost = { delivery: aDelivery(), leaseUntil: at(60) };
    await assert.rejects(settle(lost, delivered), /foreign key/);
  });
});

describe('an answer that comes late', () => {
  const timedOut = anAttempt({ status: null, failure: 'no answer within 10 s' });
  const answer = { status: 200, after: 14_200 };

  test('delivers what still waits, and is kept with its attempt', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002) });
    const { delivery, leaseUntil } = await claimOne();
    await store.deliveries.settle(
      { delivery, leaseUntil },
      { attempt: timedOut, next: waits(11), now: at(1) },
    );
    await store.deliveries.answeredLate(delivery, { attempt: timedOut, answer, next: delivered, now: at(5) });
    assert.equal((await stored(id(4001))).state, 'DELIVERED');
    assert.deepEqual(ids(await claim(at(5))), [id(4002)]);
    const [attempt] = await attempts();
    assert.deepEqual(
      {
        status: attempt?.status,
        failure: attempt?.failure,
        late: attempt?.late_status,
        after: attempt?.late_after,
      },
      { status: null, failure: 'no answer within 10 s', late: 200, after: 14_200 },
    );
  });

  test('while it is sent again leaves the queue to who sends', async () => {
    await insertAll({ deliveryId: id(4001) }, { deliveryId: id(4002) });
    const { delivery, leaseUntil } = await claimOne();
    await store.deliveries.settle(
      { delivery, leaseUntil },
      { attempt: timedOut, next: waits(11), now: at(1) },
    );
    const again = await claimOne(at(11));
    await store.deliveries.answeredLate(delivery, {
      attempt: timedOut,
      answer,
      next: delivered,
      now: at(12),
    });
    assert.deepEqual(await claim(at(12)), []);
    await settle(again, waits(99), at(13));
    assert.equal((await stored(id(4001))).state, 'DELIVERED');
    assert.deepEqual(ids(await claim(at(13))), [id(4002)]);
  });

  test('that is no acknowledgement is only kept', async () => {
    await insertAll({});
    const { delivery, leaseUntil } = await claimOne();
    await store.deliveries.settle(
      { delivery, leaseUntil },
      { attempt: timedOut, next: waits(11), now: at(1) },
    );
    const refusal = { status: 400, after: 12_000 };
    await store.deliveries.answeredLate(delivery, {
      attempt: timedOut,
      answer: refusal,
      next: null,
      now: at(5),
    });
    assert.equal((await stored(id(4001))).state, 'PENDING');
    assert.equal((await attempts())[0]?.late_status, 400);
  });
});

describe('an issuer that comes back', () => {
  test('makes due what failed before, and nothing that failed since or waits for another', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA },
      { deliveryId: id(4002), virtualCardId: tokenB },
      { deliveryId: id(4003), virtualCardId: id(1003), issuerId: bankTwo },
    );
    for (const taken of await claim()) await settle(taken, waits(900));
    await store.transaction(async tx => {
      await tx.breakers.save({ ...(await tx.breakers.lock(bankOne)), failures: 3 });
    });
    assert.deepEqual(await store.deliveries.issuersDue(at(2)), []);
    await store.breakers.recover(bankOne, at(2));
    assert.deepEqual(await store.deliveries.issuersDue(at(2)), [bankOne]);
    const [first, ...others] = await claim(at(2), { room: 1, limit: 9 });
    assert.ok(first && others.length === 0, 'no more at once than there is room for');
    await settle(first, waits(903), at(3));
    const [second] = await claim(at(3));
    assert.notEqual(second?.delivery.deliveryId, first.delivery.deliveryId);
    assert.deepEqual(await claim(at(3)), []);
  });
});

describe('what has waited too long', () => {
  test('is given up, but for what is being sent and what is younger', async () => {
    await insertAll(
      { deliveryId: id(4001), virtualCardId: tokenA, createdAt: at(-10) },
      { deliveryId: id(4002), virtualCardId: tokenA, createdAt: at(5) },
      { deliveryId: id(4003), virtualCardId: tokenB, createdAt: at(-10) },
      { deliveryId: id(4004), virtualCardId: id(1003), createdAt: at(-20) },
      { deliveryId: id(4005), virtualCardId: id(1004), createdAt: at(-10), issuerId: bankTwo },
    );
    const underWay = await claimOne();
    assert.equal(underWay.delivery.deliveryId, id(4004));
    const limits = { queuedBefore: start, now: at(1), limit: 10 };
    assert.equal(await store.deliveries.parkOutlived(bankOne, limits), 2);
    assert.equal(await store.deliveries.parkOutlived(bankOne, limits), 0);
    const parked = await store.deliveries.list({ state: 'PARKED', limit: 9 });
    assert.deepEqual(
      parked.map(({ deliveryId, parked: reason, settledAt }) => [deliveryId, reason?.because, settledAt]),
      [
        [id(4003), 'OUTLIVED', at(1)],
        [id(4001), 'OUTLIVED', at(1)],
      ],
    );
    assert.deepEqual(ids(await claim(at(5))), [id(4002), id(4005)]);
  });
});

describe('replaying', () => {
  const replay = (selection: ReplaySelection, overtaken: 'REFUSE' | 'SEND' = 'REFUSE', now = at(100)) =>
    store.transaction(tx => tx.deliveries.replay([tokenA, tokenB], { selection, overtaken, now }));

  /** Queues three deliveries of one token and settles each. */
  async function settleThree(...steps: NextStep[]): Promise<void> {
    for (const [index, next] of steps.entries()) {
      await insertAll({ deliveryId: id(4001 + index) });
      await settle(await claimOne(at(index)), next, at(index));
    }
  }

  test('queues parked ones again, oldest first, and their day begins anew', async () => {
    await settleThree(refused, refused);
    assert.deepEqual(await replay({ state: 'PARKED' }), { replayed: 2, overtakenIds: [] });
    const first = await stored(id(4001));
    assert.deepEqual(
      [first.state, first.parked, first.failures, first.attempts, first.queuedAt, first.settledAt],
      ['PENDING', null, 0, 1, at(100), null],
    );
    const again = await claimOne(at(100));
    assert.equal(again.delivery.deliveryId, id(4001));
    await settle(again, delivered, at(101));
    assert.equal((await claimOne(at(101))).delivery.deliveryId, id(4002));
  });

  test('leaves alone what a later delivered change has overtaken, unless forced', async () => {
    await settleThree(refused, delivered, refused);
    assert.deepEqual(await replay({ state: 'PARKED' }), { replayed: 1, overtakenIds: [id(4001)] });
    assert.deepEqual(await replay({ deliveryIds: [id(4001)] }, 'SEND'), { replayed: 1, overtakenIds: [] });
  });

  test('sends again all since a time, the overtaken with what overtook them', async () => {
    await settleThree(delivered, refused, delivered);
    const selection = { since: at(1) };
    assert.deepEqual(await store.deliveries.queuesToReplay(selection, { after: '', limit: 9 }), [tokenA]);
    assert.deepEqual(await replay(selection), { replayed: 2, overtakenIds: [] });
    assert.equal((await stored(id(4001))).state, 'DELIVERED');
    assert.deepEqual(await store.deliveries.queuesToReplay(selection, { after: '', limit: 9 }), []);
  });

  test('counts a later change that is being sent as overtaking', async () => {
    await settleThree(refused);
    await insertAll({ deliveryId: id(4002) });
    const underWay = await claimOne(at(99));
    assert.deepEqual(await replay({ state: 'PARKED' }), { replayed: 0, overtakenIds: [id(4001)] });
    await settle(underWay, waits(200), at(100));
    assert.deepEqual(await replay({ state: 'PARKED' }), { replayed: 1, overtakenIds: [] });
    assert.equal((await claimOne(at(100))).delivery.deliveryId, id(4001));
  });

  test('of one issuer leaves others alone', async () => {
    await settleThree(refused);
    assert.deepEqual(await replay({ state: 'PARKED', issuerId: bankTwo }), { replayed: 0, overtakenIds: [] });
    assert.deepEqual(
      await store.deliveries.queuesToReplay({ issuerId: bankTwo }, { after: '', limit: 9 }),
      [],
    );
  });

  test('twice at once queues once', async () => {
    await settleThree(refused);
    const reports = await Promise.all([replay({ state: 'PARKED' }), replay({ state: 'PARKED' })]);
    assert.equal(reports[0].replayed + reports[1].replayed, 1);
    await settle(await claimOne(at(100)), delivered, at(101));
    assert.deepEqual(await store.deliveries.issuersDue(at(999)), []);
  });
});
