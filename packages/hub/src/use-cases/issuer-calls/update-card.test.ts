import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { UpdateCardRequest } from '@countermark/wire/issuer-gateway/update-card';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, anIssuer, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { reportTspEvent } from '../life-cycle/report-tsp-event.ts';
import { updateCard } from './update-card.ts';
import { updateCardState } from './update-card-state.ts';

const { hub, store, tsp, wallet, time, reset, give, told, state } = await openHubOnStore();
after(() => store.close());
beforeEach(() => reset());

const { issuerCardRefId } = aCard();
const badge = 'PRIMARY';
const silver = { issuerCardRefId, newProductId: 'silver' };
const day = 24 * 60 * 60 * 1000;
let calls = 0;

async function update(request: UpdateCardRequest = silver): Promise<number> {
  const answer = await updateCard(hub, anIssuer(), { request, correlationId: `update-${++calls}`, badge });
  return answer.accepted ? 200 : answer.code;
}

async function setState(action: 'SUSPEND' | 'RESUME' | 'DELETE'): Promise<number> {
  const request = { issuerCardRefId, virtualCardId: tokenId, action };
  const answer = await updateCardState(hub, anIssuer(), { request, correlationId: `call-${++calls}`, badge });
  return answer.accepted ? 200 : answer.code;
}

const activate = () =>
  changeToken(hub, {
    virtualCardId: tokenId,
    event: { type: 'ACTIVATED' },
    source: 'TSP',
    correlationId: null,
  });

async function later(milliseconds: number): Promise<void> {
  time.now = new Date(time.now.getTime() + milliseconds);
  await runDueOperations(hub);
}

describe('an update of a card whose token is not in use yet', () => {
  beforeEach(() => give({ state: 'INACTIVE' }));

  for (const code of [119, 166, 432]) {
    test(`refused by the TSP with ${code} is silent, and given again with the activation`, async () => {
      tsp.cardDataRefusal = code;
      assert.equal(await update(), 200);
      await runDueOperations(hub);
      assert.deepEqual([await told(), tsp.pans, await store.operations.running(tokenId)], [[], [], []]);
      tsp.cardDataRefusal = null;
      assert.ok((await activate()).changed);
      assert.deepEqual([await state(), await told(), tsp.pans.length], ['RESUMED', ['ACTIVATE'], 1]);
    });
  }

  test('refused then as well does not keep the token from its use: the issuer is told of both', async () => {
    tsp.cardDataRefusal = 166;
    await update();
    await runDueOperations(hub);
    assert.ok((await activate()).changed);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['ACTIVATE', 'UPDATE 166']]);
    const [refusal] = await store.deliveries.list({ virtualCardId: tokenId, limit: 1 });
    assert.deepEqual([refusal?.correlationId, refusal?.body['source']], [`update-${calls}`, 'ISSUER']);
  });

  test('waits with the activation while the TSP does not answer', async () => {
    tsp.cardDataRefusal = 432;
    await update();
    await runDueOperations(hub);
    tsp.cardDataRefusal = 921;
    const activation = await activate();
    assert.ok(!activation.changed && activation.code === 921);
    assert.deepEqual([await state(), await told()], ['INACTIVE', []]);
  });

  test('that its TSP never answered, or a deletion cut short, is silent too', async () => {
    tsp.refusal = 921;
    await update();
    await runDueOperations(hub);
    await later(day);
    assert.deepEqual([await told(), await store.operations.running(tokenId)], [[], []]);
    await update();
    await runDueOperations(hub);
    tsp.refusal = null;
    assert.equal(await setState('DELETE'), 200);
    await runDueOperations(hub);
    assert.deepEqual([await state(), await told()], ['DELETED', ['DELETE']]);
  });
});

test('a token in use whose TSP refuses is told of, and so is one that was suspended before it was verified', async () => {
  const other = id(1002);
  await give({ state: 'RESUMED' });
  await give({
    virtualCardId: other,
    tspTokenId: 'other',
    tokenStorageId: 'other',
    state: 'SUSPENDED',
    suspenders: ['ISSUER'],
    returnState: 'INACTIVE',
    activated: false,
  });
  tsp.cardDataRefusal = 166;
  await update();
  await runDueOperations(hub);
  assert.deepEqual([await told(), await told(other)], [['UPDATE 166'], ['UPDATE 166']]);
});

test('a token that is not updated, for it is deleted, has the new card data when it comes back', async () => {
  await give();
  await give({ virtualCardId: id(1002), tspTokenId: 'other', tokenStorageId: 'other' });
  await reportTspEvent(hub, { virtualCardId: tokenId, event: 'DELETE_FROM_APP' });
  time.now = new Date(time.now.getTime() + 1000);
  await update();
  await runDueOperations(hub);
  assert.equal(tsp.pans.length, 1);
  await reportTspEvent(hub, { virtualCardId: tokenId, event: 'RESTORE' });
  assert.equal(tsp.pans.length, 2);
  assert.deepEqual([await state(), await told()], ['RESUMED', ['DELETE_FROM_APP', 'RESUME']]);
});

describe('an update while an operation of one of the tokens runs', () => {
  beforeEach(async () => {
    await give();
    wallet.answer = 'UNREACHABLE';
  });

  test('is refused with 321 and changes nothing, until that is through', async () => {
    await setState('SUSPEND');
    assert.equal(await update(), 321);
    await runDueOperations(hub);
    assert.equal(await update(), 321);
    assert.equal((await store.cards.find(aCard().cardId))?.issuerProductId, aCard().issuerProductId);
    wallet.answer = 'APPLIED';
    await later(60_000);
    assert.equal(await update(), 200);
    await runDueOperations(hub);
    assert.deepEqual(await told(), ['SUSPEND', 'UPDATE']);
  });

  test('does not wait for the device of a token that is gone', async () => {
    await setState('DELETE');
    await runDueOperations(hub);
    assert.equal(await state(), 'DELETED');
    assert.equal(await update(), 200);
  });
});
