import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { aD1Product, at } from '../../store/test-objects.ts';
import { findCard } from '../cards/find-card.ts';
import { inShort, issuerId, john, openD1OnStore, otherPan, pan } from '../d1-on-store.fixture.ts';
import { getConsumerOperation, listConsumerOperations } from './consumer-operations.ts';
import { deleteConsumer } from './delete-consumer.ts';
import { getConsumer } from './get-consumer.ts';
import { registerConsumerByName } from './register-consumer.ts';
import { registerConsumerWithCards } from './register-consumer-with-cards.ts';
import { updateConsumer } from './update-consumer.ts';

const d1 = await openD1OnStore();
const { hub, store, time, call, owed } = d1;
after(() => store.close());
beforeEach(() => d1.reset());

const update = async (personalInformation: object, consumerId = 'consumer-1') =>
  inShort(await updateConsumer(hub, call({ consumerId }, { personalInformation })));
const found = () => store.consumers.findNewest({ issuerId, consumerId: 'consumer-1' });

describe('a consumer that is registered', () => {
  test('is kept, sealed, and shown as it was told', async () => {
    assert.equal(await d1.registerConsumer('consumer-1', john), 'done');
    assert.deepEqual(await d1.consumer(), {
      consumerId: 'consumer-1',
      state: 'ACTIVE',
      personalInformation: john,
      creationTime: '2026-03-01T10:16:40.000Z',
      lastUpdateTime: '2026-03-01T10:16:40.000Z',
    });
    const consumer = await found();
    const address = { table: 'consumer', column: 'personalInformation', rowId: consumer?.consumerKey ?? '' };
    assert.deepEqual(
      JSON.parse(hub.vault.open(address, consumer?.sealedPersonalInformation ?? new Uint8Array())),
      john,
    );
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1']);
  });

  test('may be nothing but an id', async () => {
    await d1.registerConsumer();
    assert.equal((await found())?.sealedPersonalInformation, null);
    assert.ok(!('personalInformation' in ((await d1.consumer()) as object)));
  });

  test('again in the same words changes nothing, in whatever order they come', async () => {
    await d1.registerConsumer('consumer-1', john);
    time.now = at(2000);
    const { firstName, ...rest } = john;
    await d1.registerConsumer('consumer-1', { ...rest, ...(firstName !== undefined && { firstName }) });
    assert.deepEqual((await found())?.updatedAt, at(1000));
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1']);
  });

  test('again in others is known by those alone', async () => {
    await d1.registerConsumer('consumer-1', john);
    await d1.registerConsumer('consumer-1', { lastName: 'Jones' });
    const { personalInformation } = (await d1.consumer()) as { personalInformation: object };
    assert.deepEqual(personalInformation, { lastName: 'Jones' });
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'REGISTER SUCCESSFUL consumer-1']);
  });

  test('through the older API stays as it is known', async () => {
    await d1.registerConsumer('consumer-1', john);
    assert.equal(
      inShort(await registerConsumerByName(hub, call({ consumerId: 'consumer-1' }, { state: 7 }))),
      'done',
    );
    assert.deepEqual(((await d1.consumer()) as { personalInformation: object }).personalInformation, john);
    await registerConsumerByName(hub, call({ consumerId: 'consumer-2' }));
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'REGISTER SUCCESSFUL consumer-2']);
  });

  test('by two calls at once is one', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => d1.registerConsumer('consumer-1', john)));
    assert.deepEqual(answers, ['done', 'done', 'done']);
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1']);
  });

  test('is not kept where the issuer is asked for it each time', async () => {
    const fetched = aD1Product();
    await store.products.save({
      ...fetched,
      ...(fetched.d1 && { d1: { ...fetched.d1, dataModel: 'FETCHED' } }),
    });
    await d1.registerConsumer('consumer-1', john);
    assert.equal(await update(john), 'done');
    assert.equal((await found())?.sealedPersonalInformation, null);
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'UPDATE SUCCESSFUL consumer-1']);
  });
});

describe('an update', () => {
  test('replaces what it names and leaves the rest', async () => {
    await d1.registerConsumer('consumer-1', john);
    assert.equal(await update({ email: 'j@example.com', middleName: 'B' }), 'done');
    assert.deepEqual(((await d1.consumer()) as { personalInformation: object }).personalInformation, {
      ...john,
      email: 'j@example.com',
      middleName: 'B',
    });
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'UPDATE SUCCESSFUL consumer-1']);
  });

  test('of nobody, or of somebody deleted, is refused', async () => {
    assert.equal(await update(john), 'CONSUMER_NOT_FOUND');
    await d1.registerConsumer();
    await d1.deleteConsumer();
    const before = await found();
    assert.equal(await update(john), 'INVALID_STATE');
    assert.deepEqual(await found(), before);
  });

  test('two at once both count', async () => {
    await d1.registerConsumer('consumer-1', john);
    await Promise.all([update({ firstName: 'Jack' }), update({ lastName: 'Jones' })]);
    const { personalInformation } = (await d1.consumer()) as { personalInformation: object };
    assert.deepEqual(personalInformation, { ...john, firstName: 'Jack', lastName: 'Jones' });
  });
});

describe('a consumer that is deleted', () => {
  test('is known to have been one, and nothing else of it', async () => {
    await d1.registerConsumer('consumer-1', john);
    assert.equal(await d1.deleteConsumer(), 'done');
    const { state, ...rest } = (await d1.consumer()) as { state: string };
    assert.deepEqual([state, 'personalInformation' in rest], ['DELETED', false]);
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'DELETE SUCCESSFUL consumer-1']);
  });

  test('takes its cards along, each told, and none of others', async () => {
    await d1.register({ cardId: 'card-1', pan });
    await d1.register({ cardId: 'card-2', pan: otherPan, state: 'INACTIVE' });
    await d1.register({ cardId: 'card-3', pan: '4111111111111137', consumerId: 'consumer-2' });
    await d1.remove('card-2');
    await d1.deleteConsumer();
    assert.deepEqual(await d1.cardsOf(), ['card-2 DELETED', 'card-1 DELETED']);
    assert.deepEqual(await d1.cardsOf('consumer-2'), ['card-3 ACTIVE']);
    assert.deepEqual(await d1.operationsOf('card-1'), ['DELETE SUCCESSFUL', 'REGISTER SUCCESSFUL']);
    assert.deepEqual((await owed()).slice(-2), ['DELETE SUCCESSFUL card-1', 'DELETE SUCCESSFUL consumer-1']);
    const [operation] = await store.recordedOperations.listOf(
      { kind: 'CARD', key: (await d1.card('card-1')).cardId },
      { limit: 1, offset: 0 },
    );
    assert.deepEqual([operation?.reason, operation?.reasonCode], ['moved', 'CLOSED_ACCOUNT']);
  });

  test('is not deleted twice, and nobody is not deleted at all', async () => {
    assert.equal(await d1.deleteConsumer(), 'CONSUMER_NOT_FOUND');
    await d1.registerConsumer();
    await d1.deleteConsumer();
    assert.equal(await d1.deleteConsumer(), 'INVALID_STATE');
    const twice = await Promise.all([d1.registerConsumer('c-2'), d1.registerConsumer('c-2')]);
    assert.deepEqual(twice, ['done', 'done']);
    const answers = await Promise.all([d1.deleteConsumer('c-2'), d1.deleteConsumer('c-2')]);
    assert.deepEqual(answers.sort(), ['INVALID_STATE', 'done']);
  });

  test('leaves its id to another one, who has none of its cards', async () => {
    await d1.register();
    await d1.deleteConsumer();
    assert.equal(await d1.registerConsumer('consumer-1', john), 'done');
    assert.equal(((await d1.consumer()) as { state: string }).state, 'ACTIVE');
    assert.deepEqual(await d1.cardsOf(), []);
  });

  test('gets no new card before it is registered again', async () => {
    await d1.registerConsumer();
    await d1.deleteConsumer();
    assert.equal(await d1.register(), 'INVALID_STATE');
    assert.equal(await d1.registerConsumer(), 'done');
    assert.equal(await d1.register(), 'done');
    assert.deepEqual(await d1.cardsOf(), ['card-1 ACTIVE']);
  });

  test('while a card is registered for it leaves no live card without a live consumer', async () => {
    await d1.registerConsumer();
    await Promise.all([d1.register(), d1.deleteConsumer(), d1.register({ cardId: 'card-2', pan: otherPan })]);
    for (const cardId of ['card-1', 'card-2']) {
      const card = await findCard(store, { issuerId, cardId });
      const holder = card?.holder && (await store.consumers.find(card.holder.consumerKey));
      assert.equal(holder?.state === 'ACTIVE', card?.state === 'ACTIVE', cardId);
    }
  });

  test('but for a fault on the way is not, and neither is any card', async () => {
    await d1.register();
    const told = await owed();
    const sameIdTwice = { ...hub, ids: { ...hub.ids, uuid: () => 'same' } };
    await assert.rejects(deleteConsumer(sameIdTwice, call({ consumerId: 'consumer-1' })), /Already there/);
    assert.deepEqual(await d1.cardsOf(), ['card-1 ACTIVE']);
    assert.deepEqual(await owed(), told);
  });
});

describe('cards registered with their consumer', () => {
  const sealed = (number: string) => JSON.stringify({ pan: number, exp: '1230' });
  const register = async (...cards: object[]) =>
    inShort(await registerConsumerWithCards(hub, call({ consumerId: 'consumer-1' }, { cards })));
  const card = (number: 1 | 2, changes: object = {}) => ({
    cardId: `card-${number}`,
    cardProductId: 'visa',
    encryptedData: sealed(number === 1 ? pan : otherPan),
    ...changes,
  });

  test('are all there, and a later call adds to them', async () => {
    assert.equal(await register(card(1, { accountId: 'a-1' })), 'done');
    assert.equal(await register(card(1), card(2, { state: 'INACTIVE' })), 'done');
    assert.deepEqual(await d1.cardsOf(), ['card-2 INACTIVE', 'card-1 ACTIVE']);
    assert.deepEqual(await owed(), [
      'REGISTER SUCCESSFUL consumer-1',
      'REGISTER SUCCESSFUL card-1',
      'REGISTER SUCCESSFUL card-2',
    ]);
  });

  for (const [name, changes, refusal] of [
    ['an envelope that does not open', { encryptedData: 'no' }, 'FIELD_INVALID_VALUE cards.1.encryptedData'],
    [
      'a number that is not of its product',
      { encryptedData: sealed('4222222222222220') },
      'FIELD_INVALID_VALUE cards.1.encryptedData',
    ],
    ['an unknown product', { cardProductId: 'amex' }, 'CARD_PRODUCT_NOT_FOUND'],
    ['the id of another card', { cardId: 'card-1' }, 'CARD_ID_ALREADY_USED'],
    ['the number of another card', { encryptedData: sealed(pan) }, 'CARD_PAN_NOT_ALLOWED'],
  ] as const)
    test(`are none with one that has ${name}`, async () => {
      assert.equal(await register(card(1), card(2, changes)), refusal);
      assert.equal(await found(), null);
      assert.deepEqual(await owed(), []);
    });
});

describe('operations of a consumer', () => {
  test('are listed newest first, and found by their ids', async () => {
    await d1.registerConsumer('consumer-1', john);
    await update({ email: 'j@example.com' });
    const list = await listConsumerOperations(hub, call({ consumerId: 'consumer-1' }));
    assert.ok(list.ok);
    assert.deepEqual(
      list.body.operations.map(({ operation }) => operation),
      ['UPDATE', 'REGISTER'],
    );
    const operationId = list.body.operations[0]?.operationId;
    const one = await getConsumerOperation(hub, call({ consumerId: 'consumer-1', operationId }));
    assert.deepEqual(one, { ok: true, body: list.body.operations[0] });
    const page = await listConsumerOperations(
      hub,
      call({ consumerId: 'consumer-1' }, {}, { limit: 1, offset: 1 }),
    );
    assert.ok(page.ok);
    assert.deepEqual(page.body.operations, list.body.operations.slice(1));
  });

  test('of nobody, of another one or none at all are not found', async () => {
    await d1.registerConsumer();
    await d1.registerConsumer('consumer-2');
    const list = await listConsumerOperations(hub, call({ consumerId: 'consumer-2' }));
    const operationId = list.ok && list.body.operations[0]?.operationId;
    const ask = async (consumerId: string, id: unknown) =>
      inShort(await getConsumerOperation(hub, call({ consumerId, operationId: id })));
    assert.equal(await ask('consumer-2', operationId), 'done');
    assert.equal(await ask('consumer-1', operationId), 'OPERATION_NOT_FOUND');
    assert.equal(await ask('consumer-1', 'none'), 'OPERATION_NOT_FOUND');
    assert.equal(await ask('consumer-3', operationId), 'CONSUMER_NOT_FOUND');
    assert.equal(
      inShort(await listConsumerOperations(hub, call({ consumerId: 'consumer-3' }))),
      'CONSUMER_NOT_FOUND',
    );
    assert.equal(inShort(await getConsumer(hub, call({ consumerId: 'consumer-3' }))), 'CONSUMER_NOT_FOUND');
  });
});
