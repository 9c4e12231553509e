import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, anIssuer, at, id } from '../../store/test-objects.ts';
import { answerOf, inShort, openD1OnStore, otherPan } from '../d1-on-store.fixture.ts';
import { tokenId } from '../hub-on-store.fixture.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { getCardOperation, listCardOperations } from './card-operations.ts';
import { getCardDetails, getCardDetailsWithoutRenewal } from './get-card-details.ts';

const d1 = await openD1OnStore();
const { hub, store, tsp, wallet, time, call, owed, state } = d1;
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
/** Of the card, without what was told before. */
const toldSince = async (count: number) => (await owed()).slice(count);

describe('a suspended card', () => {
  test('is inactive for its reason until that is lifted, and each call is told', async () => {
    const count = (await owed()).length;
    assert.equal(await d1.suspend('CARD_LOST'), 'done');
    assert.equal(await d1.cardState(), 'INACTIVE for CARD_LOST');
    assert.equal(await d1.resume('CARD_FOUND'), 'done');
    assert.equal(await d1.cardState(), 'ACTIVE');
    assert.deepEqual(await toldSince(count), ['SUSPEND SUCCESSFUL card-1', 'RESUME SUCCESSFUL card-1']);
  });

  test('has the reason of its issuer when none is given', async () => {
    await d1.suspend();
    assert.equal(await d1.cardState(), 'INACTIVE for ISSUER_DECISION');
    assert.equal(await d1.resume(), 'done');
    const { operations } = answerOf(await listCardOperations(hub, call({ cardId: 'card-1' })));
    assert.ok(operations.every(operation => operation.reasonCode === undefined));
  });

  test('is suspended again, the stricter reason staying, and that is recorded', async () => {
    await d1.suspend('CARD_STOLEN');
    assert.equal(await d1.suspend('USER_DECISION'), 'done');
    assert.equal(await d1.cardState(), 'INACTIVE for CARD_STOLEN');
    assert.deepEqual((await d1.operationsOf()).slice(0, 2), ['SUSPEND SUCCESSFUL', 'SUSPEND SUCCESSFUL']);
  });

  test('is not resumed for another reason, nor a card that is not suspended: nothing changes', async () => {
    assert.equal(await d1.resume(), 'INVALID_STATE');
    await d1.suspend('FRAUD');
    const before = [await d1.card(), await owed()];
    assert.equal(await d1.resume('ISSUER_DECISION'), 'REASON_CODE_NOT_ALLOWED');
    assert.deepEqual([await d1.card(), await owed()], before);
  });

  test('has digital cards that are as usable as before', async () => {
    await giveToken();
    await d1.suspend('CARD_STOLEN');
    await runDueOperations(hub);
    assert.deepEqual([await state(), tsp.told, await d1.told()], ['RESUMED', [], []]);
  });

  test('by two calls at once remembers the stricter reason', async () => {
    await Promise.all([d1.suspend('FRAUD'), d1.suspend('USER_DECISION'), d1.suspend('CARD_LOST')]);
    assert.equal(await d1.cardState(), 'INACTIVE for FRAUD');
  });
});

test('a card that begins inactive is activated once, and not resumed', async () => {
  await d1.register({ cardId: 'card-2', pan: otherPan, state: 'INACTIVE' });
  assert.equal(await d1.resume('ISSUER_DECISION', 'card-2'), 'INVALID_STATE');
  assert.equal(await d1.activate('card-2'), 'done');
  assert.equal(await d1.activate('card-2'), 'INVALID_STATE');
  assert.deepEqual(await d1.operationsOf('card-2'), ['ACTIVATE SUCCESSFUL', 'REGISTER SUCCESSFUL']);
});

test('a card past its expiry date is shown so while it is active', async () => {
  time.now = new Date('2031-01-01T00:00:00Z');
  assert.equal(await d1.cardState(), 'EXPIRED');
  assert.equal(await d1.suspend(), 'done');
  assert.equal(await d1.cardState(), 'INACTIVE for ISSUER_DECISION');
});

describe('a deleted card', () => {
  test('stays so, whatever is asked of it', async () => {
    await d1.remove();
    const before = [await d1.card(), await owed()];
    const asked = [d1.suspend, d1.resume, d1.activate, d1.remove];
    for (const ask of asked) assert.equal(await ask(), 'INVALID_STATE');
    assert.equal(inShort(await d1.renew()), 'INVALID_STATE');
    assert.equal(inShort(await d1.replace()), 'INVALID_STATE');
    assert.deepEqual([await d1.card(), await owed()], before);
    assert.deepEqual(await d1.cardsOf(), ['card-1 DELETED']);
  });

  test('has no digital card left, at its TSP neither', async () => {
    await giveToken(1);
    await giveToken(2, { state: 'INACTIVE', activated: false });
    await giveToken(3, { state: 'DELETED' });
    await d1.remove();
    await runDueOperations(hub);
    assert.deepEqual([await state(id(1001)), await state(id(1002))], ['DELETED', 'DELETED']);
    assert.deepEqual(tsp.told, ['DELETED', 'DELETED']);
  });

  test('has none left though something else was going on with it', async () => {
    await giveToken();
    wallet.answer = 'UNREACHABLE';
    await d1.renew();
    await runDueOperations(hub);
    await d1.remove();
    await runDueOperations(hub);
    assert.equal(await state(), 'DELETED');
    const running = await store.operations.running(tokenId);
    assert.deepEqual(
      running.map(({ action }) => action),
      ['DELETE'],
    );
  });

  test('has them deleted by whoever comes next when the process died after the commit', async () => {
    await giveToken();
    tsp.refusal = 921;
    await d1.remove();
    await runDueOperations(hub);
    assert.equal(await state(), 'RESUMED');
    tsp.refusal = null;
    time.now = at(5000);
    await runDueOperations(hub);
    assert.equal(await state(), 'DELETED');
  });

  test('by two calls at once is deleted by one', async () => {
    await giveToken();
    const answers = await Promise.all([d1.remove(), d1.remove()]);
    assert.deepEqual(answers.sort(), ['INVALID_STATE', 'done']);
    assert.equal((await store.operations.running(tokenId)).length, 1);
  });
});

describe('a card that an enrolment brought', () => {
  test('lives by D1 as well, and is told of by its own family only', async () => {
    await d1.give({ virtualCardId: id(1001) });
    const before = await owed();
    assert.equal(await d1.suspend('CARD_LOST', 'REF-1'), 'done');
    assert.equal(await d1.remove('REF-1'), 'done');
    await runDueOperations(hub);
    assert.deepEqual([await state(id(1001)), await d1.told(id(1001))], ['DELETED', ['DELETE']]);
    assert.deepEqual(await owed(), before);
    assert.deepEqual(await d1.operationsOf('REF-1'), ['DELETE SUCCESSFUL', 'SUSPEND SUCCESSFUL']);
    const request = { issuerCardRefId: 'REF-1', action: 'SUSPEND' } as const;
    const answer = await updateCardState(hub, anIssuer(), { request, correlationId: 'x', badge: 'PRIMARY' });
    assert.deepEqual(answer, { accepted: false, code: ResponseCode.unknownCard });
  });

  test('has details without what nobody told', async () => {
    await store.cards.save(aCard({ sealedExpiry: null }));
    assert.deepEqual(await d1.details('REF-1'), {
      cardId: 'REF-1',
      cardProductId: 'debit',
      threeDSsupport: false,
      last4: '0000',
      state: 'ACTIVE',
      creationTime: '2026-03-01T10:00:00.000Z',
      lastUpdateTime: '2026-03-01T10:00:00.000Z',
    });
  });

  test('loses both sides of a cobadged one', async () => {
    await store.cards.insert(
      aCard({ cardId: id(2), primaryCardId: id(1), issuerCardRefId: 'AUX-1', panFingerprint: 'f2' }),
    );
    await d1.give({
      virtualCardId: id(1002),
      cardId: id(2),
      isPrimary: false,
      primaryWalletVirtualCardId: 'w',
    });
    await d1.remove('REF-1');
    await runDueOperations(hub);
    assert.deepEqual([await state(id(1002)), (await store.cards.find(id(2)))?.state], ['DELETED', 'DELETED']);
  });
});

describe('an unknown card', () => {
  test('is not found by any call', async () => {
    const asked = [
      d1.suspend(undefined, 'none'),
      d1.resume(undefined, 'none'),
      d1.activate('none'),
      d1.remove('none'),
    ];
    for (const answer of asked) assert.equal(await answer, 'CARD_NOT_FOUND');
    const parameters = { cardId: 'none', operationId: 'none' };
    assert.equal(inShort(await getCardDetails(hub, call(parameters))), 'CARD_NOT_FOUND');
    assert.equal(inShort(await getCardDetailsWithoutRenewal(hub, call(parameters))), 'CARD_NOT_FOUND');
    assert.equal(inShort(await getCardOperation(hub, call(parameters))), 'CARD_NOT_FOUND');
    assert.equal(inShort(await listCardOperations(hub, call(parameters))), 'CARD_NOT_FOUND');
    assert.equal(inShort(await d1.renew({}, { cardId: 'none' })), 'CARD_NOT_FOUND');
    assert.equal(inShort(await d1.replace({ cardId: 'none' })), 'CARD_NOT_FOUND');
  });

  test('is that of another issuer', async () => {
    const theirs = { issuerId: 'BANKTWO002', cardId: 'card-1' };
    assert.equal(inShort(await getCardDetails(hub, call(theirs))), 'CARD_NOT_FOUND');
  });
});

test('an operation of a card is found by its id, and by that of its card alone', async () => {
  await d1.register({ cardId: 'card-2', pan: otherPan });
  const { operations } = answerOf(await listCardOperations(hub, call({ cardId: 'card-1' })));
  const operationId = operations[0]?.operationId;
  const answer = await getCardOperation(hub, call({ cardId: 'card-1', operationId }));
  assert.deepEqual(answer, { ok: true, body: operations[0] });
  for (const parameters of [
    { cardId: 'card-2', operationId },
    { cardId: 'card-1', operationId: 'none' },
  ])
    assert.equal(inShort(await getCardOperation(hub, call(parameters))), 'OPERATION_NOT_FOUND');
});

test('the older API has no word for a renewal that goes on', async () => {
  assert.equal(inShort(await d1.renew({}, { reasonCode: 'CARD_BROKEN' })), 'done');
  const { ongoingOperation, ...rest } = (await d1.details()) as Record<string, unknown>;
  assert.equal(ongoingOperation, 'RENEW');
  const older = await getCardDetailsWithoutRenewal(hub, call({ cardId: 'card-1' }));
  assert.deepEqual(answerOf(older), rest);
});
