import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { runDueOperations } from '../../../../deadlines/operation-worker.fixture.ts';
import { anIssuer, aRequestor, d1Settings, id } from '../../../../store/test-objects.ts';
import {
  address,
  consumerInfo,
  openClickToPay,
  visaProduct,
} from '../../../../use-cases/click-to-pay/click-to-pay.fixture.ts';
import { pans } from '../../../../use-cases/d1-on-store.fixture.ts';
import { inboundOperations } from '../all-operations.ts';
import { issuerId, openD1Api } from '../d1-api.fixture.ts';

/** What becomes of digital cards and Click to Pay when their card or consumer changes, as issuers see it (D1 API, cascade). */

const onStore = await openClickToPay();
const { visa, give, work } = onStore;
const api = await openD1Api({ operations: inboundOperations, onStore });
const { hub, store, call } = api;
after(() => api.close());

const v1 = `/banking/v1/issuers/${issuerId}`;
const v2 = `/banking/v2/issuers/${issuerId}`;
const bodyOf = async (path: string) => (await call(path)).body as Record<string, never>;
const act = async (path: string, body: object = {}) => {
  const answer = await call(path, { method: 'POST', body });
  return answer.status;
};

async function register(number: 0 | 1): Promise<void> {
  const [cardId, pan] = [`card-${number}`, pans[number]];
  const encryptedData = await api.seal({ pan, exp: '1230' });
  const body = { consumerId: 'kari', cardProductId: visaProduct.productId, encryptedData };
  assert.equal((await call(`${v2}/cards/${cardId}`, { method: 'PUT', body })).status, 204);
  const card = await store.cards.findByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId: cardId });
  assert.ok(card);
  await give({
    virtualCardId: id(8000 + number),
    cardId: card.cardId,
    productId: visaProduct.productId,
    tspTokenId: `token of ${cardId}`,
    tokenStorageId: `phone of ${cardId}`,
  });
  const enrolment = { consumerInfo, cardholderName: 'KARI NORDMANN', billingAddress: address };
  assert.equal(await act(`${v1}/cards/${cardId}/operations:clickToPayEnrolment`, enrolment), 200);
}

async function settle(): Promise<void> {
  await runDueOperations(hub);
  await work();
}

/** State of a card, of its digital card, and whether the directory has it. */
async function stateOf(number: 0 | 1): Promise<string> {
  const { state } = await bodyOf(`${v2}/cards/card-${number}`);
  const { state: digital } = await bodyOf(`${v1}/digitalCards/${id(8000 + number)}`);
  const { clickToPayProfiles = [] } = await bodyOf(`${v1}/consumers/kari/clickToPayProfiles`);
  const profiles: { cards: { cardId: string }[] }[] = clickToPayProfiles;
  const isEnrolled = profiles.some(({ cards }) => cards.some(({ cardId }) => cardId === `card-${number}`));
  return `${state}, ${digital}, ${isEnrolled ? 'enrolled' : 'not enrolled'}`;
}

beforeEach(async () => {
  await onStore.reset();
  await api.reset();
  await store.issuers.save({ ...anIssuer(), settings: { ...anIssuer().settings, d1: d1Settings } });
  await store.requestors.save(aRequestor());
  await store.products.save(visaProduct);
  await register(0);
  await register(1);
  await settle();
});

describe('two cards with digital cards, enrolled in Click to Pay', () => {
  it('are so to begin with', async () => {
    for (const number of [0, 1] as const) assert.equal(await stateOf(number), 'ACTIVE, ACTIVE, enrolled');
  });

  it('of which one is suspended and resumed leave their digital cards as they are', async () => {
    assert.equal(await act(`${v2}/cards/card-0/operations:suspend`, { reasonCode: 'CARD_LOST' }), 204);
    await settle();
    assert.equal(await stateOf(0), 'INACTIVE, ACTIVE, enrolled');
    assert.equal(await act(`${v1}/cards/card-0/operations:resume`, { reasonCode: 'CARD_FOUND' }), 204);
    await settle();
    assert.equal(await stateOf(0), 'ACTIVE, ACTIVE, enrolled');
  });

  it('of which one is deleted lose its digital card, and the directory loses that card alone', async () => {
    assert.equal(await act(`${v2}/cards/card-0/operations:delete`, { reasonCode: 'CLOSED_CARD' }), 204);
    await settle();
    assert.equal(await stateOf(0), 'DELETED, DELETED, not enrolled');
    assert.equal(await stateOf(1), 'ACTIVE, ACTIVE, enrolled');
    assert.equal(await act(`${v2}/cards/card-0/operations:delete`), 403);
  });

  it('whose consumer is deleted are gone with their digital cards, and so is the profile', async () => {
    assert.equal(await act(`${v2}/consumers/kari/operations:delete`, { reasonCode: 'CLOSED_ACCOUNT' }), 204);
    await settle();
    for (const number of [0, 1] as const)
      assert.equal(await stateOf(number), 'DELETED, DELETED, not enrolled');
    assert.equal(visa.profiles.size, 0);
    assert.equal((await bodyOf(`${v2}/consumers/kari`))['state'], 'DELETED');
    assert.equal(await act(`${v2}/consumers/kari/operations:delete`), 403);
  });

  it('of which one is renewed or replaced keep their digital cards and their place in the directory', async () => {
    const renewed = { encryptedData: await api.seal({ pan: pans[0], exp: '1234' }) };
    assert.equal(await act(`${v2}/cards/card-0/operations:renew`, renewed), 200);
    await settle();
    assert.equal(await stateOf(0), 'ACTIVE, ACTIVE, enrolled');
    const replacement = { newCardId: 'card-2', encryptedData: await api.seal({ pan: pans[2], exp: '1234' }) };
    assert.equal(await act(`${v2}/cards/card-0/operations:replace`, replacement), 200);
    await settle();
    const { cardId } = await bodyOf(`${v1}/digitalCards/${id(8000)}`);
    assert.deepEqual([cardId, await stateOf(0)], ['card-2', 'REPLACED, ACTIVE, not enrolled']);
    assert.deepEqual(
      visa.asked.filter(asked => asked === 'removeCard'),
      [],
    );
  });
});
