import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { D1ProductSettings } from '../../core/card-product.ts';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { duringTransaction } from '../../store/overlap.fixture.ts';
import { aCard, aD1Product, anIssuer, at, id } from '../../store/test-objects.ts';
import { keepConsumer } from '../consumers/keep-consumer.ts';
import { exp, inShort, issuerId, openD1OnStore, otherPan, pan, thirdPan } from '../d1-on-store.fixture.ts';
import { tokenId } from '../hub-on-store.fixture.ts';
import { updateCard } from '../issuer-calls/update-card.ts';
import { keepRegisteredCard } from './keep-registered-card.ts';
import { registerCard } from './register-card.ts';

const d1 = await openD1OnStore();
const { hub, store, tsp, time, call, owed } = d1;
after(() => store.close());
beforeEach(() => d1.reset());

async function setProduct(settings: Partial<D1ProductSettings>): Promise<void> {
  const product = aD1Product();
  if (product.d1) await store.products.save({ ...product, d1: { ...product.d1, ...settings } });
}

/** Everything a refused call might have changed. */
const everything = async () => [
  await store.cards.newestByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId: 'card-1' }),
  await store.cards.newestByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId: 'card-2' }),
  await store.consumers.findNewest({ issuerId, consumerId: 'consumer-1' }),
  await store.consumers.findNewest({ issuerId, consumerId: 'consumer-2' }),
  await owed(),
];

async function refused(answer: () => Promise<string>, refusal: string): Promise<void> {
  const before = await everything();
  assert.equal(await answer(), refusal);
  assert.deepEqual(await everything(), before);
}

describe('a card that is registered', () => {
  test('is kept with its consumer, who need not be known, and both are told', async () => {
    assert.equal(await d1.register(), 'done');
    assert.deepEqual(await d1.details(), {
      consumerId: 'consumer-1',
      cardId: 'card-1',
      cardProductId: 'visa',
      threeDSsupport: true,
      scheme: 'VISA',
      last4: '1111',
      expiryDate: exp,
      state: 'ACTIVE',
      creationTime: '2026-03-01T10:16:40.000Z',
      lastUpdateTime: '2026-03-01T10:16:40.000Z',
    });
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'REGISTER SUCCESSFUL card-1']);
    const card = await d1.card();
    assert.deepEqual(
      [card.origin, hub.vault.open({ table: 'card', column: 'pan', rowId: card.cardId }, card.sealedPan)],
      ['REGISTERED', pan],
    );
  });

  test('may begin inactive', async () => {
    await d1.register({ state: 'INACTIVE' });
    assert.equal(await d1.cardState(), 'INACTIVE');
  });

  test('again in the same words changes nothing', async () => {
    await d1.register();
    const before = await everything();
    time.now = at(2000);
    assert.equal(await d1.register({ state: 'INACTIVE' }), 'done');
    assert.deepEqual(await everything(), before);
  });

  test('again for another consumer leaves the list of the first', async () => {
    await d1.register();
    assert.equal(await d1.register({ consumerId: 'consumer-2' }), 'done');
    assert.deepEqual([await d1.cardsOf(), await d1.cardsOf('consumer-2')], [[], ['card-1 ACTIVE']]);
    assert.deepEqual((await owed()).slice(2), [
      'REGISTER SUCCESSFUL consumer-2',
      'REGISTER SUCCESSFUL card-1',
    ]);
  });

  test('again with another expiry date has its digital cards linked to that', async () => {
    await d1.register();
    await d1.give({ cardId: (await d1.card()).cardId });
    await d1.register({ exp: '1234' });
    await runDueOperations(hub);
    assert.deepEqual(
      [tsp.pans, ((await d1.details()) as { expiryDate: string }).expiryDate],
      [[pan], '1234'],
    );
  });

  test('is the one that an enrolment brought, which becomes a registered one', async () => {
    const panFingerprint = hub.vault.fingerprint('pan', pan);
    await store.cards.save(aCard({ issuerCardRefId: 'card-1', panFingerprint }));
    assert.equal(await d1.register({ state: 'INACTIVE' }), 'done');
    const card = await d1.card();
    assert.deepEqual(
      [card.cardId, card.origin, card.state, card.productId],
      [id(1), 'REGISTERED', 'ACTIVE', 'visa'],
    );
  });
});

describe('a card is not registered, and nothing changes,', () => {
  test('when its envelope does not open', async () => {
    const body = { consumerId: 'consumer-1', cardProductId: 'visa', encryptedData: 'no' };
    await refused(
      async () => inShort(await registerCard(hub, call({ cardId: 'card-1' }, body))),
      'FIELD_INVALID_VALUE encryptedData',
    );
  });

  test('when its number has a wrong check digit or is not of the product, unless the product takes any', async () => {
    for (const number of ['4111111111111112', '4222222222222220', '41111111111111111'])
      await refused(() => d1.register({ pan: number }), 'FIELD_INVALID_VALUE encryptedData');
    await setProduct({ checksPan: false });
    assert.equal(await d1.register({ pan: '4222222222222220' }), 'done');
  });

  test('when its id or its consumer’s has the number in it', async () => {
    await refused(() => d1.register({ cardId: `c-${pan}` }), 'FIELD_INVALID_VALUE cardId');
    await refused(() => d1.register({ consumerId: pan }), 'FIELD_INVALID_VALUE consumerId');
  });

  test('when its product is unknown, or of another issuer', async () => {
    await refused(() => d1.register({ cardProductId: 'none' }), 'CARD_PRODUCT_NOT_FOUND');
    await store.issuers.save(anIssuer({ issuerId: 'BANKTWO002' }));
    await store.products.save({
      ...aD1Product(),
      productId: 'theirs',
      issuerId: 'BANKTWO002',
      panRanges: [],
    });
    await refused(() => d1.register({ cardProductId: 'theirs' }), 'CARD_PRODUCT_NOT_FOUND');
  });

  test('when its product does not speak D1, or D1 authorises its payments', async () => {
    await refused(() => d1.register({ cardProductId: 'debit' }), 'CARD_PRODUCT_NOT_ALLOWED');
    for (const authorisation of ['CONTROL', 'ORCHESTRATION'] as const) {
      await setProduct({ authorisation });
      await refused(() => d1.register(), 'CARD_PRODUCT_NOT_ALLOWED');
    }
    await setProduct({ authorisation: 'LIGHT' });
    assert.equal(await d1.register(), 'done');
  });

  test('under the id of a live card with another number', async () => {
    await d1.register();
    await refused(() => d1.register({ pan: otherPan }), 'CARD_ID_ALREADY_USED');
    await d1.suspend();
    await refused(() => d1.register({ pan: otherPan }), 'CARD_ID_ALREADY_USED');
  });

  test('under another id than that of the live card with its number', async () => {
    await d1.register();
    await refused(() => d1.register({ cardId: 'card-2' }), 'CARD_PAN_NOT_ALLOWED');
  });

  test('with a number that was deleted or replaced, whatever its id', async () => {
    await d1.register();
    await d1.remove();
    for (const cardId of ['card-1', 'card-2'])
      await refused(() => d1.register({ cardId }), 'CARD_PAN_NOT_ALLOWED');
    await d1.register({ cardId: 'card-2', pan: otherPan });
    await d1.replace({ cardId: 'card-2', newCardId: 'card-3', pan: thirdPan });
    await refused(() => d1.register({ cardId: 'card-4', pan: otherPan }), 'CARD_PAN_NOT_ALLOWED');
  });

  test('with a number that was deleted, though an enrolment brought it back', async () => {
    await d1.register();
    await d1.remove();
    const panFingerprint = hub.vault.fingerprint('pan', pan);
    await store.cards.insert(aCard({ cardId: id(9), issuerCardRefId: 'card-1', panFingerprint }));
    await refused(() => d1.register(), 'CARD_PAN_NOT_ALLOWED');
  });
});

describe('the id of a card that is over', () => {
  test('may be given to another number, and the former card is in no list', async () => {
    await d1.register();
    await d1.remove();
    assert.equal(await d1.register({ pan: otherPan, consumerId: 'consumer-2' }), 'done');
    assert.deepEqual([await d1.cardsOf(), await d1.cardsOf('consumer-2')], [[], ['card-1 ACTIVE']]);
    assert.deepEqual(await d1.operationsOf(), ['REGISTER SUCCESSFUL']);
  });

  test('may not when its product is one to pay with', async () => {
    await d1.register();
    await d1.remove();
    await setProduct({ usedForTransactions: true });
    await refused(() => d1.register({ pan: otherPan }), 'CARD_ID_ALREADY_USED');
  });

  test('may not when the hub made it', async () => {
    await d1.registerConsumer();
    const created = await d1.create();
    const cardId = created.ok ? created.body.cardId : '';
    await d1.remove(cardId);
    await refused(() => d1.register({ cardId, pan: otherPan }), 'CARD_ID_ALREADY_USED');
  });
});

describe('two registrations at once', () => {
  test('of one card are one card', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => d1.register()));
    assert.deepEqual(answers, ['done', 'done', 'done', 'done']);
    assert.deepEqual(await owed(), ['REGISTER SUCCESSFUL consumer-1', 'REGISTER SUCCESSFUL card-1']);
  });

  test('of one number for two cards leave the second refused', async () => {
    const answers = await Promise.all([
      d1.register(),
      d1.register({ cardId: 'card-2', consumerId: 'consumer-2' }),
    ]);
    assert.deepEqual(answers.sort(), ['CARD_PAN_NOT_ALLOWED', 'done']);
  });

  test('of two numbers for one card as well', async () => {
    const answers = await Promise.all([
      d1.register(),
      d1.register({ pan: otherPan, consumerId: 'consumer-2' }),
    ]);
    assert.deepEqual(answers.sort(), ['CARD_ID_ALREADY_USED', 'done']);
  });

  test('in two processes, neither of which sees the other, are one card', async () => {
    const told = {
      issuerId,
      cardId: 'card-1',
      cardProductId: 'visa',
      credentials: { pan, exp },
      correlationId: 'other process',
    };
    const { other } = await duringTransaction(store, {
      held: async tx => {
        const consumer = await keepConsumer(hub, tx, {
          issuerId,
          consumerId: 'consumer-2',
          correlationId: 'c',
        });
        await keepRegisteredCard(hub, tx, { told, consumer });
      },
      other: async () => ({ answer: d1.register() }),
    });
    assert.equal(await other.answer, 'done');
    assert.deepEqual([await d1.cardsOf(), await d1.cardsOf('consumer-2')], [['card-1 ACTIVE'], []]);
  });
});

describe('a number that updateCard took from a registered card', () => {
  const update = async (cardId: string, oldFPAN: string, newFPAN: string) => {
    const fpanDetails = JSON.stringify({ oldFPAN, newFPAN, newExpDate: '1234' });
    const request = { issuerCardRefId: cardId, fpanDetails };
    const badge = 'PRIMARY';
    const answer = await updateCard(hub, anIssuer(), {
      request,
      correlationId: `${oldFPAN} ${newFPAN}`,
      badge,
    });
    return answer.accepted ? 200 : answer.code;
  };
  beforeEach(async () => {
    await d1.register();
    assert.equal(await update('card-1', pan, otherPan), 200);
  });

  test('is not registered again, nor made that of a card by updateCard', async () => {
    assert.equal(await d1.register({ cardId: 'card-2' }), 'CARD_PAN_NOT_ALLOWED');
    assert.equal(await d1.register({ cardId: 'card-2', pan: thirdPan }), 'done');
    assert.equal(await update('card-2', thirdPan, pan), ResponseCode.invalidFpan);
    assert.equal(await update('card-1', otherPan, pan), ResponseCode.invalidFpan);
  });

  test('leaves the card as it was, the only one of its consumer', async () => {
    assert.equal(await d1.cardState(), 'ACTIVE');
    assert.deepEqual(await d1.cardsOf(), ['card-1 ACTIVE']);
    assert.equal(await d1.register({ pan: otherPan, exp: '1234' }), 'done');
  });
});

test('another expiry date by updateCard leaves the number to its card', async () => {
  await d1.register();
  const fpanDetails = JSON.stringify({ oldFPAN: pan, newFPAN: pan, newExpDate: '1234' });
  const request = { issuerCardRefId: 'card-1', fpanDetails };
  await updateCard(hub, anIssuer(), { request, correlationId: 'renewal', badge: 'PRIMARY' });
  const panFingerprint = hub.vault.fingerprint('pan', pan);
  assert.equal(await store.cards.findRetired({ issuerId, badge: 'PRIMARY', panFingerprint }), null);
});

test('a digital card does not notice that its card is registered', async () => {
  const panFingerprint = hub.vault.fingerprint('pan', pan);
  const sealedExpiry = hub.vault.seal({ table: 'card', column: 'expiry', rowId: id(1) }, exp);
  await store.cards.save(aCard({ issuerCardRefId: 'card-1', panFingerprint, sealedExpiry }));
  await d1.give();
  await d1.register();
  assert.deepEqual(await store.operations.running(tokenId), []);
});
