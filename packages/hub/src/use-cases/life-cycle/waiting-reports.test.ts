import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { aCard, anIssuer, aRequestor, at, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { updateCard } from '../issuer-calls/update-card.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { changeToken } from './change-token.ts';
import { reportTokenEvent } from './report-token-event.ts';
import { reportTspEvent } from './report-tsp-event.ts';

const { hub, store, tsp, wallet, time, reset, give, told, state } = await openHubOnStore();
after(() => store.close());

type WalletEvent = Parameters<typeof reportTokenEvent>[2]['event'];

async function fromWallet(event: WalletEvent, mark: { eventId?: string; occurredAt?: string } = {}) {
  const result = await reportTokenEvent(hub, aRequestor(), { virtualCardId: tokenId, event, ...mark });
  return result.taken ? 200 : result.code;
}

let calls = 0;
async function fromIssuer(action: 'SUSPEND' | 'RESUME' | 'DELETE'): Promise<number> {
  const request = { issuerCardRefId: aCard().issuerCardRefId, virtualCardId: tokenId, action };
  const call = { request, correlationId: `call-${calls++}`, badge: 'PRIMARY' } as const;
  const answer = await updateCardState(hub, anIssuer(), call);
  return answer.accepted ? 200 : answer.code;
}

const minute = 60_000;
const hour = 60 * minute;

/** Lets time pass and carries out what is due then, until nothing is. */
async function pass(milliseconds: number): Promise<void> {
  time.now = new Date(time.now.getTime() + milliseconds);
  while ((await runDueOperations(hub)) > 0);
}

/** The hub as it is until it has reached a number of places before and after transactions and calls of the TSP. */
function cutOff(at: number): { hub: Hub; wasReached: () => boolean } {
  let reached = 0;
  let isCut = false;
  const reach = () => {
    if (reached >= at) {
      isCut = true;
      throw new Error('cut off');
    }
    reached += 1;
  };
  const around =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args) => {
      reach();
      const result = await work(...args);
      reach();
      return result;
    };
  const domestic = hub.tsps.get('domestic') ?? assert.fail();
  return {
    hub: {
      ...hub,
      store: { ...store, transaction: around(store.transaction) as typeof store.transaction },
      tsps: new Map([['domestic', { ...domestic, setState: around(domestic.setState) }]]),
    },
    wasReached: () => isCut,
  };
}

const waiting = async () => (await store.operations.running(tokenId)).map(({ action }) => action);

describe('what a wallet did while the TSP does not answer', () => {
  beforeEach(async () => {
    await reset();
    await give();
    tsp.refusal = 921;
  });

  test('is taken, changes nothing yet, and is made, told once and not said to the wallet when the TSP is back', async () => {
    assert.equal(await fromWallet('DEVICE_LOST'), 200);
    await pass(0);
    assert.deepEqual([await state(), await told(), await waiting()], ['RESUMED', [], ['SUSPEND']]);
    tsp.refusal = null;
    await pass(minute);
    assert.deepEqual([await state(), await told()], ['SUSPENDED by TOKEN_REQUESTOR', ['SUSPEND']]);
    assert.deepEqual([await waiting(), wallet.told, tsp.told], [[], [], ['SUSPENDED']]);
  });

  test('is told by the wallet as its source, in the session in which the TSP was asked first', async () => {
    const asked: string[] = [];
    const domestic = hub.tsps.get('domestic') ?? assert.fail();
    const watched: Tsp = {
      ...domestic,
      setState(tspTokenId, given, call) {
        asked.push(call.correlationId);
        return domestic.setState(tspTokenId, given, call);
      },
    };
    const report = { virtualCardId: tokenId, event: 'DEVICE_LOST' } as const;
    const watchedHub = { ...hub, tsps: new Map([['domestic', watched]]) };
    await reportTokenEvent(watchedHub, aRequestor(), report);
    tsp.refusal = null;
    await runDueOperations(watchedHub);
    const [delivery] = await store.deliveries.list({ virtualCardId: tokenId, limit: 9 });
    assert.equal(delivery?.body['source'], 'WALLET');
    assert.deepEqual(asked, [delivery?.correlationId, delivery?.correlationId]);
  });

  test('fails with 322 after a day, and nothing changed', async () => {
    await fromWallet('DEVICE_LOST');
    await pass(24 * hour - 1);
    assert.deepEqual([await told(), await waiting()], [[], ['SUSPEND']]);
    await pass(1);
    assert.deepEqual([await told(), await waiting()], [[], ['SUSPEND']], 'not due for a while');
    await pass(hour);
    assert.deepEqual([await state(), await told(), await waiting()], ['RESUMED', ['SUSPEND 322'], []]);
  });

  test('what the TSP then refuses for good is told with its code', async () => {
    await fromWallet('DEVICE_LOST');
    tsp.refusal = 119;
    await pass(0);
    assert.deepEqual([await state(), await told(), await waiting()], ['RESUMED', ['SUSPEND 119'], []]);
  });

  test('a repeat and an older report change nothing, as if it were made already', async () => {
    const lost = { eventId: 'lost', occurredAt: at(2).toISOString() };
    assert.equal(await fromWallet('DEVICE_LOST', lost), 200);
    assert.equal(await fromWallet('DEVICE_LOST', lost), 200);
    assert.equal(await fromWallet('PIN_LOCKED', { occurredAt: at(1).toISOString() }), 200);
    assert.deepEqual(await waiting(), ['SUSPEND']);
    tsp.refusal = null;
    await pass(hour);
    assert.equal(await fromWallet('DEVICE_LOST', lost), 200);
    assert.deepEqual([await state(), await told()], ['SUSPENDED by TOKEN_REQUESTOR', ['SUSPEND']]);
  });

  test('the same without a mark is not queued twice', async () => {
    assert.equal(await fromWallet('DEVICE_LOST'), 200);
    assert.equal(await fromWallet('DEVICE_LOST'), 200);
    assert.deepEqual(await waiting(), ['SUSPEND']);
  });

  test('is made in the order in which it was reported, also what came when the TSP was back', async () => {
    await fromWallet('DEVICE_LOST');
    await pass(0);
    assert.equal(await fromWallet('DEVICE_FOUND'), 200);
    tsp.refusal = null;
    assert.equal(await fromWallet('PIN_LOCKED'), 200);
    await pass(0);
    assert.deepEqual([await told(), await waiting()], [[], ['SUSPEND', 'RESUME', 'SUSPEND']]);
    await pass(hour);
    assert.deepEqual(tsp.told, ['SUSPENDED', 'ACTIVE', 'SUSPENDED']);
    assert.deepEqual(
      [await state(), await told()],
      ['SUSPENDED by MOBILE_PIN_LOCKED', ['SUSPEND', 'RESUME', 'SUSPEND']],
    );
  });

  test('is made in that order also when the later one came to a hub whose clock and ids are behind', async () => {
    await fromWallet('DEVICE_LOST');
    const { now } = time;
    const behind: Hub = {
      ...hub,
      clock: { now: () => new Date(now.getTime() - 50) },
      ids: { ...hub.ids, uuid: () => id(5) },
    };
    const found = { virtualCardId: tokenId, event: 'DEVICE_FOUND' } as const;
    assert.ok((await reportTokenEvent(behind, aRequestor(), found)).taken);
    assert.deepEqual(await waiting(), ['SUSPEND', 'RESUME']);
    tsp.refusal = null;
    await pass(hour);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['SUSPEND', 'RESUME']]);
  });

  test('what does not fit what waits is refused', async () => {
    await fromWallet('DEVICE_LOST');
    assert.equal(await fromWallet('PIN_UNLOCKED'), 432);
    await fromWallet('DELETED_IN_WALLET');
    assert.equal(await fromWallet('DEVICE_FOUND'), 432);
    assert.deepEqual(await waiting(), ['DELETE']);
  });

  test('when the first of two fails, the second fails with what it answered', async () => {
    await fromWallet('DEVICE_LOST');
    await pass(hour);
    await fromWallet('DEVICE_FOUND');
    await pass(23 * hour);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['SUSPEND 322', 'RESUME 432']]);
  });

  test('a deletion takes the place of everything that waits', async () => {
    await fromWallet('DEVICE_LOST');
    assert.equal(await fromWallet('DELETED_IN_WALLET'), 200);
    assert.deepEqual([await told(), await waiting()], [['SUSPEND 323'], ['DELETE']]);
    tsp.refusal = null;
    await pass(hour);
    assert.deepEqual([await state(), await told()], ['DELETED', ['SUSPEND 323', 'DELETE']]);
  });

  test('a deletion is not held up by what waits for a TSP that is back', async () => {
    await fromWallet('DEVICE_LOST');
    tsp.refusal = null;
    assert.equal(await fromWallet('DEVICE_WIPED'), 200);
    assert.deepEqual([await state(), await told()], ['DELETED', ['SUSPEND 323', 'DELETE']]);
    assert.deepEqual(await waiting(), []);
  });

  test('calls of the issuer are refused with 321 meanwhile, but for a deletion', async () => {
    await fromWallet('DEVICE_LOST');
    assert.deepEqual([await fromIssuer('SUSPEND'), await fromIssuer('RESUME')], [321, 321]);
    const request = { issuerCardRefId: aCard().issuerCardRefId, newProductId: 'other' };
    const update = await updateCard(hub, anIssuer(), { request, correlationId: 'update', badge: 'PRIMARY' });
    assert.ok(!update.accepted && update.code === 321);
    assert.equal(await fromIssuer('DELETE'), 200);
    assert.deepEqual([await told(), await waiting()], [['SUSPEND 323'], ['DELETE']]);
  });

  test('comes after what the issuer asked for before it', async () => {
    await fromIssuer('SUSPEND');
    await pass(0);
    assert.equal(await fromWallet('DEVICE_LOST'), 200);
    tsp.refusal = null;
    await pass(0);
    assert.deepEqual([await state(), await told()], ['RESUMED', []]);
    await pass(minute);
    assert.deepEqual([await state(), await told()], ['SUSPENDED by ISSUER,TOKEN_REQUESTOR', ['SUSPEND']]);
  });

  test('does not fit any more when somebody else was faster: told so', async () => {
    await reset();
    await give({ state: 'SUSPENDED', suspenders: ['CARDHOLDER'], returnState: 'RESUMED' });
    tsp.refusal = 921;
    assert.equal(await fromWallet('RESUMED_BY_CARDHOLDER'), 200);
    tsp.refusal = null;
    const event = { type: 'RESUMED', by: 'CARDHOLDER' } as const;
    await changeToken(hub, { virtualCardId: tokenId, event, source: 'TSP', correlationId: null });
    await pass(hour);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['RESUME', 'RESUME 432']]);
  });

  test('two reports that overlap are both kept, in one order', async () => {
    const codes = await Promise.all([fromWallet('DEVICE_LOST'), fromWallet('PIN_LOCKED')]);
    assert.deepEqual(
      [codes, await waiting()],
      [
        [200, 200],
        ['SUSPEND', 'SUSPEND'],
      ],
    );
    tsp.refusal = null;
    await pass(hour);
    assert.deepEqual(
      [await state(), await told(), tsp.told],
      ['SUSPENDED by TOKEN_REQUESTOR,MOBILE_PIN_LOCKED', ['SUSPEND'], ['SUSPENDED']],
    );
  });

  test('"found" that overtakes "lost" is kept behind it', async () => {
    const operations = {
      ...store.operations,
      async running(virtualCardId: string) {
        const before = await store.operations.running(virtualCardId);
        if (before.length === 0) await fromWallet('DEVICE_LOST');
        return before;
      },
    };
    const report = { virtualCardId: tokenId, event: 'DEVICE_FOUND' } as const;
    const overtaking = { ...hub, store: { ...store, operations } };
    const found = await reportTokenEvent(overtaking, aRequestor(), report);
    assert.ok(found.taken);
    assert.deepEqual(await waiting(), ['SUSPEND', 'RESUME']);
  });

  test('wherever the hub is cut off, the change is made and told once', async () => {
    let places = 0;
    for (let wasCut = true; wasCut; places++) {
      await reset();
      await give();
      const cut = cutOff(places);
      tsp.refusal = 921;
      const report = { virtualCardId: tokenId, event: 'DEVICE_LOST', eventId: 'lost' } as const;
      const answered = await reportTokenEvent(cut.hub, aRequestor(), report).catch(() => null);
      tsp.refusal = null;
      await runDueOperations(cut.hub).catch(() => undefined);
      if (!answered?.taken) assert.equal(await fromWallet('DEVICE_LOST', { eventId: 'lost' }), 200);
      await pass(hour);
      assert.deepEqual(
        [await state(), await told(), await waiting()],
        ['SUSPENDED by TOKEN_REQUESTOR', ['SUSPEND'], []],
        `cut off at ${places}`,
      );
      wasCut = cut.wasReached();
    }
    assert.ok(places > 9, 'the last round was not cut off');
  });

  test('what a TSP reports is refused to the TSP as before, which says it again', async () => {
    const result = await reportTspEvent(hub, { virtualCardId: tokenId, event: 'SUSPEND' });
    assert.ok(!result.taken && result.code === 921);
    assert.deepEqual(await waiting(), []);
  });

  test('what a TSP refuses for good is refused to the wallet', async () => {
    tsp.refusal = 432;
    assert.equal(await fromWallet('DEVICE_LOST'), 432);
    assert.deepEqual(await waiting(), []);
  });
});
