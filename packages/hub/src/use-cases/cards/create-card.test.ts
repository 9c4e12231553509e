import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { isPan } from '@countermark/wire/card/pan';
import { aD1Product } from '../../store/test-objects.ts';
import { answerOf, inShort, issuerId, openD1OnStore } from '../d1-on-store.fixture.ts';
import { createCard } from './create-card.ts';

const d1 = await openD1OnStore();
const { hub, store, call, owed } = d1;
after(() => store.close());
beforeEach(() => d1.reset());

/** A range of ten numbers. */
const tenNumbers = { ...aD1Product(), panRanges: [{ prefix: '41111111111', panLength: 13 }] };

/** Draws the digits that are given, again and again. */
function drawing(...digits: string[]): typeof hub {
  let next = 0;
  return {
    ...hub,
    ids: {
      ...hub.ids,
      digits: count => (digits[next++ % digits.length] ?? '').padStart(count, '0').slice(-count),
    },
  };
}

const create = (from = hub, body: object = {}) =>
  createCard(from, call({}, { consumerId: 'consumer-1', cardProductId: 'visa', ...body }));

const numberOf = async (cardId: string) =>
  hub.vault.open({ table: 'card', column: 'pan', rowId: cardId }, (await d1.card(cardId)).sealedPan);

test('a card that the hub makes has a number of its product and four years, and is told', async () => {
  await d1.registerConsumer();
  const { cardId, operationId, status } = answerOf(await create());
  assert.equal(status, 'SUCCESSFUL');
  const pan = await numberOf(cardId);
  assert.ok(isPan(pan) && pan.startsWith('411111') && pan.length === 16);
  const { expiryDate, state, consumerId } = (await d1.details(cardId)) as Record<string, string>;
  assert.deepEqual([expiryDate, state, consumerId], ['0330', 'ACTIVE', 'consumer-1']);
  assert.equal((await store.recordedOperations.find(operationId))?.operation, 'CREATE');
  assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', `CREATE SUCCESSFUL ${cardId}`]);
});

test('its accounts are kept sealed as long as it lives, and are not shown', async () => {
  await d1.registerConsumer();
  const accounts = [{ default: true, number: 'NO9386011117947', currencyCode: 'NOK' }];
  const { cardId } = answerOf(await create(hub, { accounts }));
  const kept = async () =>
    (await store.cards.newestByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId: cardId }))
      ?.sealedAccounts;
  const address = { table: 'card', column: 'accounts', rowId: cardId };
  assert.deepEqual(JSON.parse(hub.vault.open(address, (await kept()) ?? assert.fail())), accounts);
  assert.doesNotMatch(JSON.stringify(await d1.details(cardId)), /NO938/);
  await d1.remove(cardId);
  assert.equal(await kept(), null);
});

test('it may begin inactive', async () => {
  await d1.registerConsumer();
  const { cardId } = answerOf(await create(hub, { state: 'INACTIVE' }));
  assert.equal(await d1.cardState(cardId), 'INACTIVE');
});

test('nobody, somebody deleted, an unknown product and one that does not speak D1 have none made', async () => {
  assert.equal(inShort(await create()), 'CONSUMER_NOT_FOUND');
  await d1.registerConsumer();
  assert.equal(inShort(await create(hub, { cardProductId: 'none' })), 'CARD_PRODUCT_NOT_FOUND');
  assert.equal(inShort(await create(hub, { cardProductId: 'debit' })), 'CARD_PRODUCT_NOT_ALLOWED');
  await d1.deleteConsumer();
  assert.equal(inShort(await create()), 'INVALID_STATE');
  assert.deepEqual(await d1.cardsOf(), []);
});

test('a number that a card has or had is drawn again', async () => {
  await store.products.save(tenNumbers);
  await d1.registerConsumer();
  const first = answerOf(await create(drawing('0', '5')));
  assert.equal(inShort(await create(drawing('0', '5', '0', '6'))), 'done');
  await d1.remove(first.cardId);
  const third = answerOf(await create(drawing('0', '5', '0', '6', '0', '7')));
  assert.equal((await numberOf(third.cardId)).slice(11, 12), '7');
});

test('cards made at once have numbers of their own', async () => {
  await store.products.save(tenNumbers);
  const consumers = ['c-1', 'c-2', 'c-3'];
  for (const consumerId of consumers) await d1.registerConsumer(consumerId);
  const made = await Promise.all(
    consumers.map((consumerId, index) => create(drawing('0', '5', '0', String(index)), { consumerId })),
  );
  const numbers = await Promise.all(made.map(answer => numberOf(answerOf(answer).cardId)));
  assert.equal(new Set(numbers).size, 3);
});

test('a product that has no number left is a fault, and makes nothing', async () => {
  await store.products.save(tenNumbers);
  await d1.registerConsumer();
  const cards: string[] = [];
  for (let number = 0; number < 10; number++) cards.push(inShort(await create(drawing('0', String(number)))));
  assert.deepEqual(new Set(cards), new Set(['done']));
  await assert.rejects(create(drawing('0', '1', '0', '2')), /no free card number/);
  const consumer = await store.consumers.findActive({ issuerId, consumerId: 'consumer-1' });
  assert.equal((await store.cards.liveOfConsumer(consumer?.consumerKey ?? '')).length, 10);
});
