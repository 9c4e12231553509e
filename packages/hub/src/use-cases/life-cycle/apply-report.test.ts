import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { restorationLimit } from '../../core/token-life-cycle.ts';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, aRequestor, at, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { changeToken } from './change-token.ts';
import { reportDeviceEvent } from './report-device-event.ts';
import { reportTokenEvent } from './report-token-event.ts';
import { reportTspEvent, type TspReport } from './report-tsp-event.ts';

const { hub, store, tsp, time, reset, give, told, state } = await openHubOnStore();
after(() => store.close());
beforeEach(() => reset());

const second = (seconds: number) => at(seconds).toISOString();

async function fromTsp(event: TspReport['event'], mark: Partial<TspReport> = {}): Promise<number> {
  const result = await reportTspEvent(hub, { virtualCardId: tokenId, event, ...mark });
  return result.taken ? 200 : result.code;
}

type WalletEvent = Parameters<typeof reportTokenEvent>[2]['event'];

async function fromWallet(event: WalletEvent, mark: { eventId?: string; occurredAt?: string } = {}) {
  const result = await reportTokenEvent(hub, aRequestor(), { virtualCardId: tokenId, event, ...mark });
  return result.taken ? 200 : result.code;
}

describe('reports of a wallet or a TSP', () => {
  beforeEach(() => give());

  test('the same event id again is acknowledged and changes nothing', async () => {
    assert.equal(await fromTsp('SUSPEND', { eventId: 'e1', occurredAt: second(1) }), 200);
    assert.equal(await fromTsp('RESUME', { eventId: 'e2', occurredAt: second(2) }), 200);
    assert.equal(await fromTsp('SUSPEND', { eventId: 'e1', occurredAt: second(1) }), 200);
    assert.equal(await fromTsp('RESUME', { eventId: 'e2', occurredAt: second(2) }), 200);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['SUSPEND', 'RESUME']]);
    assert.deepEqual(tsp.told, ['SUSPENDED', 'ACTIVE']);
  });

  test('one that is older than the last applied is acknowledged and changes nothing', async () => {
    await fromWallet('DEVICE_LOST', { occurredAt: second(1) });
    await fromWallet('DEVICE_FOUND', { occurredAt: second(3) });
    assert.equal(await fromWallet('DEVICE_LOST', { occurredAt: second(2) }), 200);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['SUSPEND', 'RESUME']]);
  });

  test('found before lost: the last word is right, in whatever order it comes', async () => {
    assert.equal(await fromWallet('DEVICE_FOUND', { eventId: 'f', occurredAt: second(2) }), 432);
    assert.equal(await fromWallet('DEVICE_LOST', { eventId: 'l', occurredAt: second(1) }), 200);
    assert.deepEqual([await state(), await told()], ['RESUMED', []]);
  });

  test('a wallet does not silence a TSP', async () => {
    await fromTsp('SUSPEND', { eventId: 'e', occurredAt: second(5) });
    assert.equal(await fromWallet('DEVICE_LOST', { eventId: 'e', occurredAt: second(1) }), 200);
    assert.equal(await state(), 'SUSPENDED by TOKEN_REQUESTOR,TSP');
  });

  test('one event that comes twice at once has one effect', async () => {
    const mark = { eventId: 'once', occurredAt: second(1) };
    const codes = await Promise.all(Array.from({ length: 4 }, () => fromWallet('DEVICE_LOST', mark)));
    assert.deepEqual(codes, [200, 200, 200, 200]);
    assert.deepEqual([await state(), await told()], ['SUSPENDED by TOKEN_REQUESTOR', ['SUSPEND']]);
  });

  test('an older event that was under way when a newer one was applied leaves the TSP with the newer', async () => {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    tsp.before = async given => {
      if (given !== 'SUSPENDED') return;
      tsp.before = async () => undefined;
      reached.resolve();
      await released.promise;
    };
    const late = fromWallet('DEVICE_LOST', { occurredAt: second(1) });
    await reached.promise;
    assert.equal(await fromWallet('PIN_LOCKED', { occurredAt: second(2) }), 200);
    assert.equal(await fromWallet('PIN_UNLOCKED', { occurredAt: second(3) }), 200);
    released.resolve();
    assert.equal(await late, 200);
    assert.deepEqual([await state(), tsp.told.at(-1)], ['RESUMED', 'ACTIVE']);
  });

  test('a report from the future or of another wallet is refused', async () => {
    assert.equal(await fromTsp('SUSPEND', { occurredAt: second(1000 + 301) }), 112);
    const stranger = aRequestor({ requestorId: 'another' });
    const report = { virtualCardId: tokenId, event: 'DEVICE_LOST' } as const;
    const refused = await reportTokenEvent(hub, stranger, report);
    assert.ok(!refused.taken && refused.code === 119);
    assert.deepEqual([await state(), await told()], ['RESUMED', []]);
  });
});

describe('a token renewed by its TSP', () => {
  const expiry = async () => (await store.tokens.find(tokenId))?.tokenExpiryDate;

  test('is told to an issuer that asked for it, once', async () => {
    await reset({ notifyRenewals: true });
    await give();
    const renewal = { eventId: 'r1', occurredAt: second(1), tokenExpiryDate: '0133' };
    assert.equal(await fromTsp('RENEW', renewal), 200);
    assert.equal(await fromTsp('RENEW', renewal), 200);
    assert.equal(await fromTsp('RENEW', { tokenExpiryDate: '0133' }), 200);
    assert.deepEqual([await expiry(), await state(), await told()], ['0133', 'RESUMED', ['RENEW']]);
    assert.equal((await store.tokens.find(tokenId))?.dueAt?.toISOString(), '2033-01-31T23:59:59.999Z');
    assert.deepEqual(tsp.told, []);
  });

  test('or that was not: told once with the code, and nothing else changes', async () => {
    await reset({ notifyRenewals: true });
    await give();
    const failure = { eventId: 'r1', occurredAt: second(1), errorCode: 911 };
    assert.equal(await fromTsp('RENEW', failure), 200);
    assert.equal(await fromTsp('RENEW', failure), 200);
    assert.deepEqual([await expiry(), await state(), await told()], ['1230', 'RESUMED', ['RENEW 911']]);
    assert.deepEqual(tsp.told, []);
    assert.equal(await fromTsp('RENEW', { occurredAt: second(2), tokenExpiryDate: '0133' }), 200);
    assert.deepEqual([await expiry(), await told()], ['0133', ['RENEW 911', 'RENEW']]);
  });

  test('fails in silence for everybody else, and only where there is something to renew', async () => {
    await give();
    assert.equal(await fromTsp('RENEW', { errorCode: 911 }), 200);
    assert.equal(await fromTsp('RENEW', { errorCode: 911, tokenExpiryDate: '0133' }), 112);
    assert.equal(await fromTsp('SUSPEND', { errorCode: 911 }), 112);
    await changeToken(hub, {
      virtualCardId: tokenId,
      event: { type: 'DELETED', action: 'DELETE' },
      source: 'ISSUER',
      correlationId: 'call',
    });
    assert.equal(await fromTsp('RENEW', { errorCode: 911 }), 432);
    assert.deepEqual([await expiry(), await told()], ['1230', ['DELETE']]);
  });

  test('has its new date in silence for everybody else', async () => {
    await give({ state: 'SUSPENDED', suspenders: ['ISSUER'], returnState: 'RESUMED' });
    assert.equal(await fromTsp('RENEW', { tokenExpiryDate: '0133' }), 200);
    assert.deepEqual([await expiry(), await told()], ['0133', []]);
  });

  test('is refused without a date, with one that is over, and before it was ever active', async () => {
    await give({ state: 'INACTIVE', activated: false });
    assert.equal(await fromTsp('RENEW'), 111);
    assert.equal(await fromTsp('RENEW', { tokenExpiryDate: '0226' }), 112);
    assert.equal(await fromTsp('RENEW', { tokenExpiryDate: '0133' }), 432);
    assert.equal(await fromTsp('ACTIVATE', { tokenExpiryDate: '0133' }), 112);
    assert.deepEqual([await expiry(), await state(), await told()], ['1230', 'INACTIVE', []]);
  });
});

describe('a token removed in the wallet app', () => {
  const former = { state: 'SUSPENDED', suspenders: ['ISSUER', 'TSP'], returnState: 'RESUMED' } as const;

  test('comes back as it was within 95 days, and its TSP is not told what it did itself', async () => {
    await give({ ...former, suspenders: [...former.suspenders] });
    assert.equal(await fromTsp('DELETE_FROM_APP'), 200);
    assert.equal((await store.tokens.find(tokenId))?.state, 'DELETED');
    time.now = new Date(time.now.getTime() + restorationLimit);
    assert.equal(await fromTsp('RESTORE'), 200);
    assert.equal(await state(), 'SUSPENDED by ISSUER,TSP');
    assert.deepEqual([await told(), tsp.told], [['DELETE_FROM_APP', 'SUSPEND'], []]);
  });

  test('does not come back later, nor when it was deleted at the TSP', async () => {
    await give();
    await fromTsp('DELETE_FROM_APP');
    time.now = new Date(time.now.getTime() + restorationLimit + 1);
    assert.equal(await fromTsp('RESTORE'), 432);
    const other = await give({ virtualCardId: id(1002) });
    await reportTspEvent(hub, { virtualCardId: other.virtualCardId, event: 'DELETE' });
    const refused = await reportTspEvent(hub, { virtualCardId: other.virtualCardId, event: 'RESTORE' });
    assert.ok(!refused.taken && refused.code === 432);
  });

  test('does not come back when another has taken its place', async () => {
    const tokenStorageId = 'one phone';
    await give({ tokenStorageId });
    await fromTsp('DELETE_FROM_APP');
    await give({ virtualCardId: id(1002), tokenStorageId });
    assert.equal(await fromTsp('RESTORE'), 432);
    assert.deepEqual([await state(), await told()], ['DELETED', ['DELETE_FROM_APP']]);
  });

  test('is deleted at its TSP when it is erased', async () => {
    await give();
    await fromTsp('DELETE_FROM_APP');
    const erased = { type: 'ERASED' } as const;
    await changeToken(hub, { virtualCardId: tokenId, event: erased, source: 'TSP', correlationId: null });
    assert.deepEqual([tsp.told, await told()], [['DELETED'], ['DELETE_FROM_APP', 'ERASE']]);
  });
});

describe('a device with several tokens', () => {
  const other = id(1002);
  const tokenStorageId = 'one phone';
  const onDevice = async (
    event: 'DEVICE_LOST' | 'DEVICE_FOUND' | 'DEVICE_WIPED',
    eventId = event as string,
  ) => {
    const result = await reportDeviceEvent(hub, aRequestor(), { tokenStorageId, event, eventId });
    return result.taken ? result.tokens.map(token => token.state) : result.code;
  };

  beforeEach(async () => {
    await store.cards.insert(aCard({ cardId: id(2), issuerCardRefId: 'REF-2', panFingerprint: 'other' }));
    await give({ tokenStorageId });
    await give({ virtualCardId: other, cardId: id(2), tokenStorageId });
    await give({ virtualCardId: id(1003) });
  });

  test('lost, found and wiped: each of them, told once each, however often it is reported', async () => {
    const lives: [Parameters<typeof onDevice>[0], string][] = [
      ['DEVICE_LOST', 'SUSPENDED'],
      ['DEVICE_FOUND', 'RESUMED'],
      ['DEVICE_WIPED', 'DELETED'],
    ];
    for (const [event, state] of lives) {
      assert.deepEqual(await onDevice(event), [state, state]);
      if (event !== 'DEVICE_WIPED') assert.deepEqual(await onDevice(event), [state, state]);
    }
    for (const token of [tokenId, other])
      assert.deepEqual(await told(token), ['SUSPEND', 'RESUME', 'DELETE']);
    assert.deepEqual(await told(id(1003)), []);
    assert.equal(await onDevice('DEVICE_WIPED'), 117);
  });

  test('found leaves alone what was not lost', async () => {
    await fromWallet('DEVICE_LOST');
    assert.deepEqual(await onDevice('DEVICE_FOUND'), ['RESUMED', 'RESUMED']);
    assert.deepEqual([await told(), await told(other)], [['SUSPEND', 'RESUME'], []]);
  });

  test('a TSP that does not answer: taken for each of them, and made when it does', async () => {
    tsp.refusal = 921;
    assert.deepEqual(await onDevice('DEVICE_LOST'), ['RESUMED', 'RESUMED']);
    tsp.refusal = null;
    await runDueOperations(hub);
    assert.deepEqual(
      [await state(), await state(other)],
      ['SUSPENDED by TOKEN_REQUESTOR', 'SUSPENDED by TOKEN_REQUESTOR'],
    );
    assert.deepEqual([await told(), await told(other)], [['SUSPEND'], ['SUSPEND']]);
  });

  test('of another requestor is unknown', async () => {
    const report = { tokenStorageId, event: 'DEVICE_LOST' } as const;
    const refused = await reportDeviceEvent(hub, aRequestor({ requestorId: 'another' }), report);
    assert.ok(!refused.taken && refused.code === 117);
  });
});
