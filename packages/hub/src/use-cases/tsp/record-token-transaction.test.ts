import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { aCard, anIssuer, aProduct, aToken, at } from '../../store/test-objects.ts';
import { openTestStore } from '../../store/test-store.ts';
import { recordTokenTransaction, type TransactionNews } from './record-token-transaction.ts';

const store = await openTestStore();
const hub = { store, clock: { now: () => at(60) } };
after(() => store.close());

beforeEach(async () => {
  await store.empty();
  await store.issuers.save(anIssuer());
  await store.products.save(aProduct());
  await store.cards.insert(aCard());
  await store.tokens.insert(aToken());
});

const { cardId } = aCard();
const { virtualCardId } = aToken();

function purchase(changes: Partial<TransactionNews['data']> = {}): TransactionNews {
  return {
    tsp: 'remote',
    transactionId: 't1',
    madeWith: { cardId, virtualCardId },
    walletIndicator: 1,
    data: {
      transactionType: 'PURCHASE',
      result: 'APPROVED',
      transactionDateTime: at(30).toISOString(),
      amount: { value: 1250, currency: 'EUR' },
      merchant: { name: 'Bakery', city: 'Aarhus' },
      ...changes,
    },
  };
}

test('a transaction is kept and found with its token', async () => {
  assert.equal(await recordTokenTransaction(hub, purchase()), 'RECORDED');
  const [kept, ...more] = await store.tokenTransactions.ofToken(virtualCardId, 10);
  assert.deepEqual(more, []);
  assert.deepEqual(kept, {
    tsp: 'remote',
    transactionId: 't1',
    cardId,
    virtualCardId,
    walletIndicator: 1,
    transactionType: 'PURCHASE',
    result: 'APPROVED',
    occurredAt: at(30),
    amount: { value: 1250, currency: 'EUR' },
    merchant: { name: 'Bakery', city: 'Aarhus' },
    originalTransactionId: null,
    recordedAt: at(60),
  });
});

test('the same transaction again is there already, whatever the order of its members', async () => {
  await recordTokenTransaction(hub, purchase());
  const again = purchase({
    merchant: { city: 'Aarhus', name: 'Bakery' },
    amount: { currency: 'EUR', value: 1250 },
  });
  assert.equal(await recordTokenTransaction(hub, again), 'RECORDED');
  assert.equal((await store.tokenTransactions.ofToken(virtualCardId, 10)).length, 1);
});

test('other words under the same id are refused, and what is kept stays', async () => {
  await recordTokenTransaction(hub, purchase());
  const others: Partial<TransactionNews['data']>[] = [
    { result: 'DECLINED' },
    { amount: { value: 1251, currency: 'EUR' } },
    { merchant: { name: 'Bakery' } },
    { transactionDateTime: at(31).toISOString() },
    { originalTransactionId: 't0' },
  ];
  for (const other of others) {
    assert.equal(await recordTokenTransaction(hub, purchase(other)), 'OTHER_CONTENT');
  }
  const [kept] = await store.tokenTransactions.ofToken(virtualCardId, 10);
  assert.equal(kept?.result, 'APPROVED');
});

test('two TSPs may use the same id', async () => {
  await recordTokenTransaction(hub, purchase());
  const other = { ...purchase({ result: 'DECLINED' }), tsp: 'another' };
  assert.equal(await recordTokenTransaction(hub, other), 'RECORDED');
});

test('a card number in the text of a merchant is starred', async () => {
  await recordTokenTransaction(hub, purchase({ merchant: { name: 'Shop 4111111111111111' } }));
  const [kept] = await store.tokenTransactions.ofToken(virtualCardId, 10);
  assert.equal(kept?.merchant?.name, 'Shop 411111******1111');
});
