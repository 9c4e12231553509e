import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { somebodyWaitsIn } from '../../store/overlap.fixture.ts';
import { aD1Product, at, id } from '../../store/test-objects.ts';
import {
  answerOf,
  inShort,
  issuerId,
  openD1OnStore,
  otherPan,
  pan,
  thirdPan,
} from '../d1-on-store.fixture.ts';
import { reportTspEvent } from '../life-cycle/report-tsp-event.ts';
import { settleTokenWork } from '../recorded-operations/settle-token-work.ts';
import { getCardOperation } from './card-operations.ts';
import { renewCardInSilence } from './renew-card.ts';
import { replaceCard } from './replace-card.ts';

const d1 = await openD1OnStore();
const { hub, store, tsp, wallet, time, call, owed } = d1;
after(() => store.close());
beforeEach(async () => {
  await d1.reset();
  await d1.register();
});

const giveToken = async (number = 1, changes = {}) =>
  d1.give({
    virtualCardId: id(1000 + number),
    cardId: (await d1.card()).cardId,
    productId: 'visa',
    tspTokenId: `tsp token ${number}`,
    tokenStorageId: `phone ${number}`,
    ...changes,
  });

/** What was told of the card and the cards after it, but for the registration. */
const toldOfCards = async () => (await owed()).filter(told => / card-\d$/.test(told)).slice(1);
const later = async (seconds: number) => {
  time.now = at(1000 + seconds);
  await runDueOperations(hub);
};
const operation = async (operationId: string, cardId = 'card-1') =>
  answerOf(await getCardOperation(hub, call({ cardId, operationId })));

describe('a renewal', () => {
  test('of a card without digital cards is over at once', async () => {
    const { status } = answerOf(await d1.renew());
    assert.equal(status, 'SUCCESSFUL');
    assert.deepEqual(await toldOfCards(), ['RENEW SUCCESSFUL card-1']);
    const { expiryDate, ongoingOperation } = (await d1.details()) as Record<string, string>;
    assert.deepEqual([expiryDate, ongoingOperation], ['1234', undefined]);
  });

  test('is over when the TSPs of all digital cards have the new date, whatever their devices do', async () => {
    await giveToken(1);
    await giveToken(2, { state: 'INACTIVE', activated: false });
    await giveToken(3, { state: 'DELETED' });
    wallet.answer = 'UNREACHABLE';
    const { operationId, status } = answerOf(await d1.renew());
    assert.equal(status, 'PENDING');
    assert.equal((await operation(operationId)).status, 'PENDING');
    await runDueOperations(hub);
    assert.deepEqual(tsp.pans, [pan, pan]);
    const { endTime, digitalCardIds } = await operation(operationId);
    assert.deepEqual([endTime, digitalCardIds], ['2026-03-01T10:16:40.000Z', [id(1001), id(1002)]]);
    assert.deepEqual(await toldOfCards(), ['RENEW PENDING card-1', 'RENEW SUCCESSFUL card-1']);
  });

  test('fails when a TSP refuses one of them, once all are through', async () => {
    await giveToken(1);
    await giveToken(2);
    tsp.cardDataRefusal = 166;
    const { operationId } = answerOf(await d1.renew());
    const [first, second] = [
      await store.operations.running(id(1001)),
      await store.operations.running(id(1002)),
    ];
    assert.deepEqual([first.length, second.length], [1, 1]);
    await runDueOperations(hub);
    const { status, errorCode, error } = await operation(operationId);
    assert.deepEqual(
      [status, errorCode, error],
      ['FAILED', 'TSP_REFUSED', 'The token service provider refused with response code 166'],
    );
    assert.deepEqual(await toldOfCards(), ['RENEW PENDING card-1', 'RENEW FAILED card-1']);
  });

  test('waits for a TSP that does not answer, and fails after a day', async () => {
    await giveToken();
    tsp.cardDataRefusal = 921;
    const { operationId } = answerOf(await d1.renew());
    await runDueOperations(hub);
    assert.equal((await operation(operationId)).status, 'PENDING');
    await later(25 * 3600);
    const { status, errorCode } = await operation(operationId);
    assert.deepEqual([status, errorCode], ['FAILED', 'TSP_UNAVAILABLE']);
  });

  test('does not fail for a digital card that is deleted meanwhile', async () => {
    await giveToken(1);
    await giveToken(2);
    const { operationId } = answerOf(await d1.renew());
    await reportTspEvent(hub, { virtualCardId: id(1001), event: 'DELETE' });
    assert.equal((await operation(operationId)).status, 'PENDING');
    await runDueOperations(hub);
    assert.equal((await operation(operationId)).status, 'SUCCESSFUL');
  });

  test('ends with the card when that is deleted meanwhile', async () => {
    await giveToken();
    const { operationId } = answerOf(await d1.renew());
    await d1.remove();
    assert.equal((await operation(operationId)).status, 'SUCCESSFUL');
    assert.deepEqual(await toldOfCards(), [
      'RENEW PENDING card-1',
      'RENEW SUCCESSFUL card-1',
      'DELETE SUCCESSFUL card-1',
    ]);
  });

  test('may end in the hands of somebody else while the card is deleted', async t => {
    if (store.engine !== 'postgresql') return t.skip('one connection: nobody waits for a lock');
    await giveToken(1);
    await giveToken(2);
    const { operationId } = answerOf(await d1.renew());
    const [isLocked, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const linked = store.transaction(async tx => {
      await tx.tokens.lock(id(1002));
      isLocked.resolve();
      await goesOn.promise;
      const [relink] = await tx.operations.running(id(1002));
      assert.ok(relink);
      await tx.operations.save({ ...relink, step: 'CLOSED' });
      await settleTokenWork(hub, tx, relink, null);
    });
    await isLocked.promise;
    const removed = d1.remove();
    await somebodyWaitsIn(store);
    goesOn.resolve();
    await linked;
    assert.equal(await removed, 'done');
    assert.equal((await operation(operationId)).status, 'SUCCESSFUL');
  });

  test('with another number is refused, and without any, unless the hub made the card', async () => {
    const before = [await d1.card(), await owed()];
    assert.equal(inShort(await d1.renew({ pan: otherPan })), 'CARD_PAN_NOT_ALLOWED');
    assert.equal(inShort(await d1.renew(null)), 'FIELD_INVALID_FORMAT encryptedData');
    const unreadable = call({ cardId: 'card-1' }, { encryptedData: 'no' });
    assert.equal(inShort(await renewCardInSilence(hub, unreadable)), 'FIELD_INVALID_VALUE encryptedData');
    assert.deepEqual([await d1.card(), await owed()], before);
    const { cardId } = answerOf(await d1.create());
    assert.equal(inShort(await d1.renew(null, { cardId })), 'done');
    assert.equal(((await d1.details(cardId)) as { expiryDate: string }).expiryDate, '0334');
  });

  test('of an expired card makes it active again', async () => {
    time.now = new Date('2031-01-01T00:00:00Z');
    assert.equal(await d1.cardState(), 'EXPIRED');
    await d1.renew();
    assert.equal(await d1.cardState(), 'ACTIVE');
  });

  test('for a new piece of plastic goes on until that is activated', async () => {
    await d1.renew({}, { reasonCode: 'CARD_EXPIRED' });
    assert.equal((await d1.card()).ongoingOperation, 'RENEW');
    assert.equal(await d1.activate(), 'done');
    assert.equal((await d1.card()).ongoingOperation, null);
    assert.equal(await d1.activate(), 'INVALID_STATE');
  });

  test('through the older API answers nothing', async () => {
    const body = { encryptedData: JSON.stringify({ pan, exp: '1234' }) };
    assert.deepEqual(await renewCardInSilence(hub, call({ cardId: 'card-1' }, body)), {
      ok: true,
      body: undefined,
    });
  });

  test('twice at once leaves the TSP with what the card has', async () => {
    await giveToken();
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const { tsps } = hub;
    const domestic = tsps.get('domestic');
    assert.ok(domestic);
    const expiries: (string | null)[] = [];
    let calls = 0;
    const slow = {
      ...domestic,
      async updateCard(...[tspTokenId, card, tspCall]: Parameters<typeof domestic.updateCard>) {
        asked.resolve();
        if (++calls === 1) await held.promise;
        expiries.push(card.expiry);
        return domestic.updateCard(tspTokenId, card, tspCall);
      },
    };
    const slowHub = { ...hub, tsps: new Map([['domestic', slow]]) };
    await d1.renew({ exp: '1234' });
    const first = runDueOperations(slowHub);
    await asked.promise;
    time.now = at(1001);
    await d1.renew({ exp: '1238' });
    await runDueOperations(slowHub);
    held.resolve();
    await first;
    assert.deepEqual(expiries, ['1238', '1234', '1238']);
  });
});

describe('a replacement', () => {
  test('gives the new card the consumer and the digital cards of the old one', async () => {
    await giveToken();
    const former = await d1.card();
    const { operationId, status } = answerOf(await d1.replace());
    assert.equal(status, 'PENDING');
    await runDueOperations(hub);
    assert.deepEqual(tsp.pans, [otherPan]);
    assert.deepEqual(await d1.cardsOf(), ['card-1 REPLACED', 'card-2 ACTIVE']);
    const card = await d1.card('card-2');
    assert.equal((await store.tokens.find(id(1001)))?.cardId, card.cardId);
    assert.deepEqual([card.holder, card.origin, card.lastDigits], [former.holder, 'REGISTERED', '1129']);
    assert.equal((await operation(operationId)).status, 'SUCCESSFUL');
    assert.deepEqual(await toldOfCards(), ['REPLACE PENDING card-1', 'REPLACE SUCCESSFUL card-1']);
    assert.deepEqual(await d1.operationsOf(), ['REPLACE SUCCESSFUL', 'REGISTER SUCCESSFUL']);
    assert.deepEqual(await d1.operationsOf('card-2'), []);
  });

  test('without digital cards is over at once', async () => {
    assert.equal(answerOf(await d1.replace()).status, 'SUCCESSFUL');
    assert.deepEqual(await toldOfCards(), ['REPLACE SUCCESSFUL card-1']);
  });

  test('is told of the old card before anything of the new one', async () => {
    await giveToken();
    await d1.replace();
    await d1.suspend('CARD_LOST', 'card-2');
    const queues = (await store.deliveries.list({ issuerId, limit: 9 })).map(({ queueId }) => queueId);
    const { cardId } = await d1.card('card-2');
    assert.deepEqual(queues.slice(0, 2), [cardId, cardId]);
  });

  test('of a stolen card is a card in use, of any state that is asked for', async () => {
    await d1.suspend('CARD_STOLEN');
    await d1.replace({ state: 'INACTIVE' });
    assert.equal(await d1.cardState('card-2'), 'INACTIVE');
    assert.equal(await d1.activate('card-2'), 'done');
  });

  test('may go by the id of the old one, in whose list it then is', async () => {
    await giveToken();
    const { operationId } = answerOf(await d1.replace({ newCardId: 'card-1' }));
    await runDueOperations(hub);
    assert.equal((await operation(operationId)).status, 'SUCCESSFUL');
    assert.deepEqual(await d1.cardsOf(), ['card-1 ACTIVE']);
    assert.deepEqual(await d1.operationsOf(), ['REPLACE SUCCESSFUL', 'REGISTER SUCCESSFUL']);
    assert.equal(inShort(await d1.replace({ newCardId: 'card-1', pan })), 'CARD_PAN_NOT_ALLOWED');
  });

  test('by the id of the old one is what that id names, even when it is deleted', async () => {
    await d1.replace({ newCardId: 'card-1' });
    await d1.remove();
    const { last4, state } = (await d1.details()) as { last4: string; state: string };
    assert.deepEqual([last4, state], [otherPan.slice(-4), 'DELETED']);
    assert.deepEqual(await d1.operationsOf(), [
      'DELETE SUCCESSFUL',
      'REPLACE SUCCESSFUL',
      'REGISTER SUCCESSFUL',
    ]);
  });

  test('leaves an id to the card that had it last', async () => {
    await d1.register({ cardId: 'card-2', pan: thirdPan });
    await d1.remove('card-2');
    await d1.replace();
    time.now = at(1001);
    await d1.remove('card-2');
    const { last4 } = (await d1.details('card-2')) as { last4: string };
    assert.equal(last4, otherPan.slice(-4));
  });

  test('has no id with the number in it', async () => {
    assert.equal(
      inShort(await d1.replace({ newCardId: otherPan, pan: otherPan })),
      'FIELD_INVALID_VALUE newCardId',
    );
  });

  test('may be of another product', async () => {
    await store.products.save({
      ...aD1Product(),
      productId: 'gold',
      panRanges: [{ prefix: '4222222', panLength: 16 }],
    });
    const gold = { cardProductId: 'gold', pan: '4222222222222220' };
    assert.equal(inShort(await d1.replace({ cardProductId: 'gold' })), 'FIELD_INVALID_VALUE encryptedData');
    assert.equal(inShort(await d1.replace({ ...gold, cardProductId: 'none' })), 'CARD_PRODUCT_NOT_FOUND');
    assert.equal(inShort(await d1.replace({ ...gold, cardProductId: 'debit' })), 'CARD_PRODUCT_NOT_ALLOWED');
    assert.equal(inShort(await d1.replace(gold)), 'done');
    assert.equal((await d1.card('card-2')).productId, 'gold');
  });

  test('is refused, and changes nothing, when id or number are not free', async () => {
    await d1.register({ cardId: 'card-3', pan: thirdPan });
    const before = [await d1.card(), await d1.card('card-3'), await owed()];
    assert.equal(inShort(await d1.replace({ newCardId: 'card-3' })), 'CARD_ID_ALREADY_USED');
    assert.equal(inShort(await d1.replace({ pan })), 'CARD_PAN_NOT_ALLOWED');
    assert.equal(inShort(await d1.replace({ pan: thirdPan })), 'CARD_PAN_NOT_ALLOWED');
    const unreadable = call({ cardId: 'card-1' }, { newCardId: 'card-2', encryptedData: 'no' });
    assert.equal(inShort(await replaceCard(hub, unreadable)), 'FIELD_INVALID_VALUE encryptedData');
    assert.deepEqual([await d1.card(), await d1.card('card-3'), await owed()], before);
  });

  test('twice at once is one: the second finds the card replaced', async () => {
    const answers = await Promise.all([d1.replace(), d1.replace({ newCardId: 'card-3', pan: thirdPan })]);
    assert.deepEqual(answers.map(inShort).sort(), ['INVALID_STATE', 'done']);
  });

  test('while the old card is suspended does not suspend the new one', async () => {
    const [replaced, suspended] = await Promise.all([d1.replace(), d1.suspend('FRAUD')]);
    assert.equal(inShort(replaced), 'done');
    assert.ok(['done', 'INVALID_STATE'].includes(suspended));
    assert.equal(await d1.cardState('card-2'), 'ACTIVE');
  });

  test('takes a renewal along that goes on: both end with their digital cards', async () => {
    await giveToken();
    const renewal = answerOf(await d1.renew());
    time.now = at(1001);
    const replacement = answerOf(await d1.replace());
    await runDueOperations(hub);
    assert.equal((await operation(renewal.operationId)).status, 'SUCCESSFUL');
    assert.equal((await operation(replacement.operationId)).status, 'SUCCESSFUL');
    assert.deepEqual(tsp.pans, [otherPan, otherPan]);
  });
});
