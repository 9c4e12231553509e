import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { address, consumerInfo, openClickToPay, visaProduct } from '../click-to-pay/click-to-pay.fixture.ts';
import { updateConsumer } from '../consumers/update-consumer.ts';
import { d1OnStore, inShort, otherPan } from '../d1-on-store.fixture.ts';

const clickToPay = await openClickToPay();
const { hub, visa, work } = clickToPay;
const product = { ...visaProduct, ...(visaProduct.d1 && { d1: { ...visaProduct.d1, autoEnrolment: true } }) };
const d1 = d1OnStore(clickToPay, product);
const { store, call } = d1;
after(() => store.close());

const known = { ...consumerInfo, residencyAddress: address, billingAddress: address };

beforeEach(async () => {
  await clickToPay.reset();
  await store.products.save(product);
  await d1.registerConsumer('jane', known);
});

const profiles = () => [...visa.profiles.values()];
const cards = () => profiles().flatMap(profile => profile.cards).length;

async function register(cardId: string, more: object = {}): Promise<void> {
  assert.equal(await d1.register({ cardId, consumerId: 'jane', ...more }), 'done');
  await work();
}

describe('a card of a product whose cards are enrolled by themselves', () => {
  test('is when it is registered, once', async () => {
    await register('card-1', { pan: otherPan });
    await register('card-1', { pan: otherPan });
    assert.equal(cards(), 1);
    assert.deepEqual(await d1.operationsOf(), ['CLICK_TO_PAY_ENROLMENT SUCCESSFUL', 'REGISTER SUCCESSFUL']);
  });

  test('is when it is activated, if it began inactive', async () => {
    await register('card-1', { pan: otherPan, state: 'INACTIVE' });
    assert.equal(cards(), 0);
    await d1.activate();
    await work();
    assert.equal(cards(), 1);
  });

  test('leaves the directory when it is deleted, and its digital cards are', async () => {
    await register('card-1', { pan: otherPan });
    const { cardId } = await d1.card();
    await d1.give({ cardId, productId: product.productId });
    assert.equal(await d1.remove(), 'done');
    await work();
    await runDueOperations(hub);
    assert.deepEqual([cards(), await d1.state()], [0, 'DELETED']);
    assert.equal((await d1.operationsOf())[0], 'CLICK_TO_PAY_OPT_OUT SUCCESSFUL');
  });

  test('stays in it when it is suspended, renewed or replaced', async () => {
    await register('card-1', { pan: otherPan });
    await d1.suspend('CARD_STOLEN');
    assert.equal(inShort(await d1.renew({ pan: otherPan })), 'done');
    assert.equal(inShort(await d1.replace({ pan: '4111111111111145' })), 'done');
    await work();
    assert.deepEqual([cards(), visa.asked], [1, ['enrol']]);
    assert.equal(await d1.remove('card-2'), 'done');
    await work();
    assert.equal(cards(), 0);
  });
});

test('a card that is registered for another consumer leaves the profile of the first', async () => {
  await register('card-1', { pan: otherPan });
  await register('card-1', { pan: otherPan, consumerId: 'john' });
  assert.equal(cards(), 0);
  assert.equal((await d1.operationsOf())[0], 'CLICK_TO_PAY_OPT_OUT SUCCESSFUL');
});

test('a consumer who is deleted leaves every directory, with all cards', async () => {
  await register('card-1', { pan: otherPan });
  await register('card-2', { pan: '4111111111111145' });
  assert.equal(await d1.deleteConsumer('jane'), 'done');
  await work();
  assert.deepEqual([profiles(), await d1.cardsOf('jane')], [[], ['card-2 DELETED', 'card-1 DELETED']]);
});

test('what is known anew of a consumer is told the directories', async () => {
  await register('card-1', { pan: otherPan });
  const body = { personalInformation: { firstName: 'Janet' } };
  assert.equal(inShort(await updateConsumer(hub, call({ consumerId: 'jane' }, body))), 'done');
  await work();
  assert.ok(visa.asked.includes('updateConsumer'));
});
