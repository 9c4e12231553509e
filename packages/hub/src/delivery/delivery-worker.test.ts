import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { cardNotification, type Delivery, type NewDelivery } from '../core/delivery.ts';
import type { D1Settings } from '../core/issuer.ts';
import { breakerRest, deliveriesPerIssuer, failuresToOpen } from '../core/issuer-breaker.ts';
import type { D1Answer } from '../ports/d1-backend.ts';
import type { Hub } from '../ports/hub.ts';
import type { IssuerAnswer } from '../ports/issuer-backend.ts';
import type { LateAnswer, Listened } from '../ports/late-answer.ts';
import { aDelivery, anIssuer, d1Settings, id, start } from '../store/test-objects.ts';
import { openTestStore } from '../store/test-store.ts';
import type { Consignment } from './consignment.ts';
import { attemptDeliveries, claimDueDeliveries } from './delivery-worker.ts';

const store = await openTestStore();
after(() => store.close());

const second = 1_000;
const hour = 3_600 * second;
const [bankOne, bankTwo] = ['BANKONE001', 'BANKTWO002'];

type DeliveryAnswer = Listened<IssuerAnswer<null>>;

const acknowledged: DeliveryAnswer = { kind: 'ANSWERED', message: null };
const taken: D1Answer<null> = { kind: 'ANSWERED', status: 204, message: null };
const silent: DeliveryAnswer = { kind: 'FAILED', status: null, reason: 'no answer', retryAfter: null };
const refused = (code: number): DeliveryAnswer => ({ kind: 'REFUSED', code, message: `code ${code}` });
const busy = (retryAfter: number): DeliveryAnswer => ({
  kind: 'FAILED',
  status: 429,
  reason: 'answered with HTTP 429',
  retryAfter,
});

let now = start;
/** What an issuer answers, and what was sent to it. */
let answers: Record<string, (delivery: NewDelivery) => DeliveryAnswer> = {};
let sent: NewDelivery[] = [];
/** What an issuer answers to a D1 call, and the ids that went in each. */
let d1Answers: (deliveries: readonly NewDelivery[]) => Listened<D1Answer<null>>;
let d1Calls: string[][] = [];

/** The real store under the worker; the issuers are scripts. */
const hub = {
  clock: { now: () => now },
  store,
  issuerBackend: {
    deliver: async (_: unknown, delivery: NewDelivery) => {
      sent.push(delivery);
      return answers[delivery.issuerId]?.(delivery) ?? acknowledged;
    },
  },
  d1Backend: {
    deliver: async (_: unknown, deliveries: readonly NewDelivery[]) => {
      d1Calls.push(deliveries.map(({ deliveryId }) => deliveryId));
      return d1Answers(deliveries);
    },
  },
  wake: { operations: () => undefined, deliveries: () => undefined },
} as unknown as Hub;

beforeEach(async () => {
  await store.empty();
  now = start;
  answers = {};
  sent = [];
  d1Answers = () => taken;
  d1Calls = [];
  await store.issuers.save(anIssuer({ issuerId: bankOne }));
  await store.issuers.save(anIssuer({ issuerId: bankTwo }));
});

/** Queues a delivery for each number; of one token each, unless they are to share one. */
async function owe(numbers: readonly number[], of: Partial<NewDelivery> = {}): Promise<void> {
  for (const number of numbers) {
    const ids = { deliveryId: id(number), virtualCardId: id(10_000 + number) };
    await store.deliveries.insert(aDelivery({ ...ids, createdAt: now, ...of }));
  }
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const claim = () => claimDueDeliveries(hub, new Set());

/** Sends what is due now, as often as there is something. */
async function work(): Promise<void> {
  for (let claims = await claim(); claims.length > 0; claims = await claim()) {
    await Promise.all(claims.map(taken => attemptDeliveries(hub, taken)));
  }
}

async function pass(milliseconds: number): Promise<void> {
  now = new Date(now.getTime() + milliseconds);
  await work();
}

async function stored(number: number): Promise<Delivery> {
  const all = await store.deliveries.list({ limit: 500 });
  return all.find(({ deliveryId }) => deliveryId === id(number)) ?? assert.fail(`no ${number}`);
}

const count = async (issuerId: string, state: Delivery['state']) =>
  (await store.deliveries.list({ issuerId, state, limit: 500 })).length;

describe('one issuer', () => {
  test('what is being sent is not sent again beside it, however far the clock is moved', async () => {
    await owe([1]);
    const underWay = new Set(await claim());
    now = new Date(now.getTime() + 24 * hour);
    assert.deepEqual(await claimDueDeliveries(hub, underWay), []);
    assert.equal((await claim()).length, 1, 'by somebody else, once its sender must be gone');
  });

  test('is sent each token in order, the same body and ids on every attempt', async () => {
    const virtualCardId = id(1001);
    await owe([3, 1, 2], { virtualCardId });
    const script = [silent, refused(921), acknowledged, refused(112), acknowledged];
    answers = { [bankOne]: () => script[sent.length - 1] ?? acknowledged };
    await work();
    await pass(10 * second);
    await pass(60 * second);
    assert.deepEqual(
      sent.map(({ deliveryId }) => deliveryId),
      [3, 3, 3, 1, 2].map(id),
    );
    const [first, ...again] = sent.slice(0, 3);
    for (const { body, correlationId } of again) {
      assert.deepEqual([body, correlationId], [first?.body, first?.correlationId]);
    }
    assert.equal((await stored(3)).state, 'DELIVERED');
    assert.deepEqual((await stored(1)).parked, { because: 'REFUSED', code: 112 });
    assert.equal((await stored(2)).state, 'DELIVERED');
  });

  test('is sent a limited number at once', async () => {
    await owe(numbers(1, 20));
    const claims = await claim();
    assert.equal(claims.length, deliveriesPerIssuer);
    assert.deepEqual(await claimDueDeliveries(hub, new Set(claims)), []);
    assert.equal((await claimDueDeliveries(hub, new Set(claims.slice(0, 13)))).length, 3);
  });

  test('that asks to be left alone is, for all that is owed to it', async () => {
    await owe([1, 2, 3]);
    answers = { [bankOne]: () => busy(120 * second) };
    const [first] = await claim();
    await attemptDeliveries(hub, first ?? assert.fail());
    assert.deepEqual(await claim(), []);
    now = new Date(now.getTime() + 119 * second);
    assert.deepEqual(await claim(), []);
    answers = {};
    await pass(second);
    assert.equal(await count(bankOne, 'DELIVERED'), 3);
  });

  test('that is no longer configured fails like one that is away', async () => {
    await owe([1], { issuerId: 'BANKGONE01' });
    await work();
    assert.deepEqual([(await stored(1)).state, (await stored(1)).failures], ['PENDING', 1]);
  });
});

describe('an issuer that is away', () => {
  test('is tried by one delivery at a time, and by nobody in between', async () => {
    answers = { [bankOne]: () => silent };
    await owe(numbers(1, 40));
    await work();
    const asked = sent.length;
    assert.ok(asked >= failuresToOpen && asked <= 2 * deliveriesPerIssuer, `${asked} attempts`);
    await pass(breakerRest - 1);
    assert.equal(sent.length, asked);
    await pass(1);
    assert.equal(sent.length, asked + 1);
    now = new Date(now.getTime() + breakerRest);
    const [one, ...others] = await claim();
    assert.ok(one && others.length === 0);
    assert.deepEqual(await claim(), [], 'not by another process either');
  });

  test('slows nobody else', async () => {
    answers = { [bankOne]: () => silent };
    await owe(numbers(1, 100));
    await owe(numbers(200, 20), { issuerId: bankTwo });
    await work();
    assert.equal(await count(bankTwo, 'DELIVERED'), 20);
    await owe([300], { issuerId: bankTwo });
    await pass(second);
    assert.equal((await stored(300)).state, 'DELIVERED');
  });

  test('and comes back gets everything at once, in order', async () => {
    answers = { [bankOne]: () => silent };
    await owe(numbers(1, 40));
    const virtualCardId = id(1001);
    await owe([90, 80], { virtualCardId });
    await work();
    await pass(2 * hour);
    answers = {};
    sent = [];
    await pass(breakerRest);
    assert.equal(await count(bankOne, 'PENDING'), 0);
    assert.deepEqual(
      sent.filter(delivery => delivery.virtualCardId === virtualCardId).map(({ deliveryId }) => deliveryId),
      [90, 80].map(id),
    );
  });

  test('for a day has its deliveries parked as each gets a day old, and the younger ones delivered', async () => {
    answers = { [bankOne]: () => silent };
    await owe(numbers(1, 60));
    await work();
    for (let hours = 0; hours < 23; hours += 1) await pass(hour);
    await owe(numbers(100, 5));
    await pass(hour);
    assert.equal(await count(bankOne, 'PARKED'), 60);
    assert.deepEqual((await stored(1)).parked, { because: 'OUTLIVED' });
    answers = {};
    await pass(breakerRest);
    assert.equal(await count(bankOne, 'DELIVERED'), 5);
    assert.equal(await count(bankOne, 'PARKED'), 60);
  });

  test('and comes and goes is neither stormed nor given up', async () => {
    let up = false;
    answers = { [bankOne]: () => (up ? acknowledged : silent) };
    await owe(numbers(1, 100));
    await work();
    for (let turn = 0; turn < 8; turn += 1) {
      const before = sent.length;
      await pass(breakerRest);
      assert.ok(sent.length - before <= 1, 'one try while it is away');
      up = true;
      now = new Date(now.getTime() + breakerRest);
      for (const taken of await claim()) await attemptDeliveries(hub, taken);
      for (const taken of await claim()) await attemptDeliveries(hub, taken);
      up = false;
      await work();
    }
    assert.ok((await count(bankOne, 'DELIVERED')) >= 8 * deliveriesPerIssuer - 32);
    assert.equal(await count(bankOne, 'PARKED'), 0);
    const twice = sent.filter(
      ({ deliveryId }, index) => sent.findIndex(other => other.deliveryId === deliveryId) < index,
    );
    for (const { deliveryId } of twice) {
      const all = await store.database
        .selectFrom('delivery_attempt')
        .select('failure')
        .where('delivery_id', '=', deliveryId)
        .execute();
      assert.ok(
        all.filter(({ failure }) => failure === null).length <= 1,
        'nothing is sent again once acknowledged',
      );
    }
  });
});

describe('an answer after the time-out', () => {
  const late = (answer: DeliveryAnswer): { answer: DeliveryAnswer; arrive: () => void } => {
    const arrival = Promise.withResolvers<LateAnswer<DeliveryAnswer> | null>();
    const status = answer.kind === 'ANSWERED' ? 200 : 400;
    return {
      answer: { ...silent, late: arrival.promise },
      arrive: () => arrival.resolve({ answer, status, after: 14_000 }),
    };
  };

  const attempts = () => store.database.selectFrom('delivery_attempt').selectAll().execute();

  async function timeOut(answer: DeliveryAnswer): Promise<() => Promise<void>> {
    const script = late(answer);
    answers = { [bankOne]: () => script.answer };
    const [taken] = (await claim()) as [Consignment];
    const { afterwards } = await attemptDeliveries(hub, taken);
    return async () => {
      script.arrive();
      await afterwards;
    };
  }

  test('delivers, is on record, and nothing is sent again', async () => {
    await owe([1]);
    const arrive = await timeOut(acknowledged);
    assert.equal((await stored(1)).state, 'PENDING');
    now = new Date(now.getTime() + 4 * second);
    await arrive();
    assert.equal((await stored(1)).state, 'DELIVERED');
    const [attempt] = await attempts();
    assert.deepEqual(
      [attempt?.status, attempt?.failure, attempt?.late_status, attempt?.late_after],
      [null, 'no answer', 200, 14_000],
    );
    await pass(25 * hour);
    assert.equal(sent.length, 1);
  });

  test('makes what waits for the issuer due', async () => {
    await owe([1, 2]);
    answers = { [bankOne]: () => silent };
    const claims = await claim();
    const [first, other] = claims.toSorted((a, b) =>
      a.claims[0].delivery.deliveryId.localeCompare(b.claims[0].delivery.deliveryId),
    );
    await attemptDeliveries(hub, other ?? assert.fail());
    const script = late(acknowledged);
    answers = { [bankOne]: () => script.answer };
    const { afterwards } = await attemptDeliveries(hub, first ?? assert.fail());
    answers = {};
    script.arrive();
    await afterwards;
    await pass(second);
    assert.equal(await count(bankOne, 'DELIVERED'), 2);
  });

  test('that refuses is on record, and changes nothing', async () => {
    await owe([1]);
    const arrive = await timeOut(refused(112));
    await arrive();
    assert.equal((await stored(1)).state, 'PENDING');
    assert.equal((await attempts())[0]?.late_status, 400);
  });
});

describe('an issuer that speaks D1', () => {
  const ofCards = { issuerId: bankTwo, operation: cardNotification, virtualCardId: null };
  const disliked = {
    kind: 'REFUSED',
    status: 400,
    errorCode: 'FIELD_INVALID_VALUE',
    error: 'operation',
  } as const;

  async function speaksD1(d1: Partial<D1Settings> = {}): Promise<void> {
    const issuer = anIssuer({ issuerId: bankTwo });
    const settings = { ...issuer.settings, d1: { ...d1Settings, ...d1 } };
    await store.issuers.save({ ...issuer, settings });
  }

  /** Of a card each. */
  async function oweCards(from: number, count: number, of: Partial<NewDelivery> = {}): Promise<void> {
    for (const number of numbers(from, count))
      await owe([number], { ...ofCards, queueId: id(20_000 + number), ...of });
  }

  const sizes = () => d1Calls.map(call => call.length);

  test('is told of many cards in one call, up to the number it takes', async () => {
    await speaksD1({ notificationsPerCall: 25 });
    await oweCards(1, 60);
    await work();
    assert.deepEqual(
      sizes().toSorted((a, b) => a - b),
      [10, 25, 25],
    );
    assert.equal(new Set(d1Calls.flat()).size, 60);
    assert.equal(await count(bankTwo, 'DELIVERED'), 60);
    const [attempt] = await store.deliveries.attempts(id(1));
    assert.deepEqual([attempt?.number, attempt?.status, attempt?.failure], [1, 204, null]);
  });

  test('hears of one card in order, never twice in one call', async () => {
    await speaksD1();
    await owe([3, 1, 2], { ...ofCards, queueId: id(20_001) });
    await oweCards(4, 2);
    await work();
    assert.deepEqual(
      d1Calls.map(call => call.filter(deliveryId => deliveryId <= id(3))),
      [[3], [1], [2]].map(call => call.map(id)),
    );
    assert.deepEqual(sizes(), [3, 1, 1]);
  });

  test('that dislikes one of many has it parked alone, and takes the others one by one', async () => {
    await speaksD1();
    await oweCards(1, 4);
    d1Answers = deliveries => (deliveries.some(({ deliveryId }) => deliveryId === id(2)) ? disliked : taken);
    await work();
    assert.deepEqual(sizes(), [4, 1, 1, 1, 1]);
    const { because: _, ...refusal } = (await stored(2)).parked ?? assert.fail();
    assert.deepEqual(refusal, { status: 400, errorCode: 'FIELD_INVALID_VALUE' });
    assert.equal(await count(bankTwo, 'DELIVERED'), 3);
    const attempts = await store.deliveries.attempts(id(1));
    assert.deepEqual(
      attempts.map(({ number, status, failure }) => [number, status, failure]),
      [
        [1, 400, 'FIELD_INVALID_VALUE: operation'],
        [2, 204, null],
      ],
    );
    assert.deepEqual((await stored(1)).failures, 0);
  });

  test('that is away is tried again by the schedule of D1, and one call counts once for its breaker', async () => {
    await speaksD1();
    await oweCards(1, 4);
    d1Answers = () => ({ kind: 'FAILED', status: 503, reason: 'answered with HTTP 503', retryAfter: null });
    await work();
    const [breaker] = await store.breakers.of([bankTwo]);
    assert.equal(breaker?.failures, 1);
    await pass(5 * second - 1);
    assert.deepEqual(sizes(), [4]);
    d1Answers = () => taken;
    await pass(1);
    assert.deepEqual(sizes(), [4, 4]);
    assert.equal(await count(bankTwo, 'DELIVERED'), 4);
  });

  test('and acknowledges late has taken all of the call', async () => {
    await speaksD1();
    await oweCards(1, 3);
    const late = Promise.resolve({ answer: taken, status: 204, after: 14_000 });
    d1Answers = () => ({ ...silent, late }) as Listened<D1Answer<null>>;
    const [consignment] = await claim();
    const { afterwards } = await attemptDeliveries(hub, consignment ?? assert.fail());
    await afterwards;
    assert.equal(await count(bankTwo, 'DELIVERED'), 3);
    assert.deepEqual((await store.deliveries.attempts(id(2)))[0]?.late, { status: 204, after: 14_000 });
  });

  test('gets what is not of cards, or of the first version, one by one', async () => {
    await speaksD1();
    await oweCards(1, 2, { operation: 'd1/notifyConsumerOperations' });
    await oweCards(3, 2, { parameters: { cardId: 'R-1' } });
    await work();
    assert.deepEqual(sizes(), [1, 1, 1, 1]);
    assert.equal(await count(bankTwo, 'DELIVERED'), 4);
  });

  test('and was told together before it went back to the first version gets one at a time', async () => {
    await speaksD1({ cardNotifications: 'V1' });
    await oweCards(1, 2);
    await work();
    assert.deepEqual(sizes(), [1, 1]);
  });

  test('and the Issuer Gateway shares one limit of calls at once', async () => {
    await speaksD1({ notificationsPerCall: 3 });
    await owe(numbers(200, 10), { issuerId: bankTwo });
    await oweCards(1, 40);
    const first = await claim();
    const further = await claimDueDeliveries(hub, new Set(first));
    assert.ok(
      first.length + further.length <= deliveriesPerIssuer + 2,
      `${first.length} and ${further.length}`,
    );
    await Promise.all([...first, ...further].map(consignment => attemptDeliveries(hub, consignment)));
    await work();
    assert.equal(await count(bankTwo, 'DELIVERED'), 50);
    assert.ok(sizes().every(size => size <= 3));
  });
});
