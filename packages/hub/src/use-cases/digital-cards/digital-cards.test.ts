import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, at, id } from '../../store/test-objects.ts';
import { answerOf, inShort, openD1OnStore } from '../d1-on-store.fixture.ts';
import { tokenId } from '../hub-on-store.fixture.ts';
import { reportTspEvent } from '../life-cycle/report-tsp-event.ts';
import { deleteDigitalCard } from './delete-digital-card.ts';
import { getDigitalCard } from './get-digital-card.ts';
import { getDigitalCardOperation } from './get-digital-card-operation.ts';
import { listDigitalCards } from './list-digital-cards.ts';
import { resumeDigitalCard } from './resume-digital-card.ts';
import { suspendDigitalCard } from './suspend-digital-card.ts';

const d1 = await openD1OnStore();
const { hub, store, tsp, wallet, time, call, owed, state } = d1;
after(() => store.close());
beforeEach(async () => {
  await d1.reset();
  await d1.register();
});

const give = async (changes = {}) =>
  d1.give({ cardId: (await d1.card()).cardId, productId: 'visa', ...changes });

const suspend = (body: object = {}, from = hub) =>
  suspendDigitalCard(from, call({ digitalCardId: tokenId }, body));
const resume = (from = hub) => resumeDigitalCard(from, call({ digitalCardId: tokenId }));
const remove = (from = hub) => deleteDigitalCard(from, call({ digitalCardId: tokenId }));
const status = async (answer: ReturnType<typeof suspend>) => answerOf(await answer).status;
const operation = async (operationId?: string) =>
  answerOf(await getDigitalCardOperation(hub, call({ digitalCardId: tokenId, operationId })));

/** What was told of digital cards. */
const told = async () => (await owed()).filter(news => news.endsWith(tokenId));
/** A hub for which 5 s are over at once. */
const impatient = { ...hub, elapse: async () => undefined };

async function later(seconds: number): Promise<void> {
  time.now = at(1000 + seconds);
  await runDueOperations(hub);
}

describe('a change of a digital card', () => {
  test('is done at the TSP when it is answered, and on the device afterwards', async () => {
    await give();
    const body = { reason: 'in the bus', reasonCode: 'DEVICE_LOST' };
    const { operationId, status: answered } = answerOf(await suspend(body));
    assert.equal(answered, 'SUCCESSFUL');
    assert.deepEqual([await state(), tsp.told, wallet.told], ['SUSPENDED by ISSUER', ['SUSPENDED'], []]);
    await runDueOperations(hub);
    assert.deepEqual(wallet.told, ['SUSPEND']);
    assert.deepEqual(await told(), [`SUSPEND SUCCESSFUL ${tokenId}`]);
    const { issuerRequestId: _, ...shown } = await operation(operationId);
    assert.deepEqual(shown, {
      operationId,
      operation: 'SUSPEND',
      status: 'SUCCESSFUL',
      startTime: '2026-03-01T10:16:40.000Z',
      endTime: '2026-03-01T10:16:40.000Z',
      ...body,
      digitalCardId: tokenId,
    });
  });

  test('can be taken back, and the digital card deleted', async () => {
    await give();
    await suspend();
    assert.equal(await status(resume()), 'SUCCESSFUL');
    assert.equal(await state(), 'RESUMED');
    assert.equal(await status(remove()), 'SUCCESSFUL');
    assert.equal(await state(), 'DELETED');
    await runDueOperations(hub);
    assert.deepEqual(await told(), [
      `SUSPEND SUCCESSFUL ${tokenId}`,
      `RESUME SUCCESSFUL ${tokenId}`,
      `DELETE SUCCESSFUL ${tokenId}`,
    ]);
  });

  test('of a TSP that takes longer than 5 s is answered as going on, and told when it is done', async () => {
    await give();
    const answer = Promise.withResolvers<void>();
    tsp.before = () => answer.promise;
    const { operationId, status: answered } = answerOf(await suspend({}, impatient));
    assert.equal(answered, 'PENDING');
    assert.deepEqual([(await operation(operationId)).status, await told()], ['PENDING', []]);
    answer.resolve();
    while ((await operation(operationId)).status === 'PENDING') await new Promise(setImmediate);
    assert.deepEqual(await told(), [`SUSPEND SUCCESSFUL ${tokenId}`]);
  });

  test('that the TSP refuses has failed', async () => {
    await give();
    tsp.refusal = 166;
    const { operationId, status: answered } = answerOf(await suspend());
    assert.deepEqual([answered, await state()], ['FAILED', 'RESUMED']);
    assert.equal((await operation(operationId)).errorCode, 'TSP_REFUSED');
    await runDueOperations(hub);
    assert.deepEqual(await told(), [`SUSPEND FAILED ${tokenId}`]);
  });

  test('that the TSP is not there for is tried again', async () => {
    await give();
    tsp.refusal = 921;
    assert.equal(await status(suspend()), 'PENDING');
    tsp.refusal = null;
    await later(10);
    assert.deepEqual(
      [await state(), await told()],
      ['SUSPENDED by ISSUER', [`SUSPEND SUCCESSFUL ${tokenId}`]],
    );
  });

  test('is carried out by another process when this one dies after the commit', async () => {
    await give();
    const dead = {
      ...hub,
      store: {
        ...store,
        tokens: {
          ...store.tokens,
          find: async () => {
            throw new Error('dead');
          },
        },
      },
    } as typeof hub;
    await assert.rejects(suspend({}, dead), /dead/);
    assert.equal(await state(), 'RESUMED');
    await later(59);
    assert.equal(await state(), 'RESUMED');
    await later(60);
    assert.deepEqual(
      [await state(), await told()],
      ['SUSPENDED by ISSUER', [`SUSPEND SUCCESSFUL ${tokenId}`]],
    );
  });

  test('is told once though its device cannot be reached', async () => {
    await give();
    wallet.answer = 'UNREACHABLE';
    assert.equal(await status(suspend()), 'SUCCESSFUL');
    await runDueOperations(hub);
    await later(25 * 3600);
    assert.deepEqual((await told()).slice(0, 1), [`SUSPEND SUCCESSFUL ${tokenId}`]);
    assert.deepEqual(await store.operations.running(tokenId), []);
  });

  test('gives way to a deletion, and has failed then', async () => {
    await give();
    tsp.refusal = 921;
    const { operationId } = answerOf(await suspend());
    tsp.refusal = null;
    assert.equal(await status(remove()), 'SUCCESSFUL');
    const { status: ended, errorCode } = await operation(operationId);
    assert.deepEqual([ended, errorCode], ['FAILED', 'SUPERSEDED']);
    assert.deepEqual(await told(), [`SUSPEND FAILED ${tokenId}`, `DELETE SUCCESSFUL ${tokenId}`]);
  });
});

describe('a change is refused, and changes nothing,', () => {
  const refused = async (answer: () => ReturnType<typeof suspend>, refusal: string) => {
    const before = [await store.tokens.find(tokenId), await store.operations.running(tokenId), await owed()];
    assert.equal(inShort(await answer()), refusal);
    assert.deepEqual(
      [await store.tokens.find(tokenId), await store.operations.running(tokenId), await owed()],
      before,
    );
  };

  for (const pending of ['DEPLOYMENT_ONGOING', 'INACTIVE'] as const)
    test(`of one that is ${pending}, but for a deletion`, async () => {
      await give({ state: pending, activated: false });
      await refused(() => suspend(), 'INVALID_STATE');
      await refused(() => resume(), 'INVALID_STATE');
      assert.equal(await status(remove()), 'SUCCESSFUL');
    });

  test('of one that is so already, or gone', async () => {
    await give();
    await refused(() => resume(), 'INVALID_STATE');
    await suspend();
    await refused(() => suspend(), 'INVALID_STATE');
    await remove();
    for (const ask of [suspend, resume, remove]) await refused(() => ask(), 'INVALID_STATE');
  });

  test('of one that is past its expiry date', async () => {
    await give({ tokenExpiryDate: '0226' });
    await refused(() => suspend(), 'INVALID_STATE');
  });

  test('while another one waits for the TSP', async () => {
    await give();
    tsp.refusal = 921;
    await suspend();
    await refused(() => suspend(), 'INVALID_STATE');
  });

  test('of one that is unknown, forgotten, of another issuer, or of a card D1 has no name for', async () => {
    await refused(() => suspend(), 'DIGITAL_CARD_NOT_FOUND');
    await give({ state: 'ERASED' });
    for (const ask of [suspend, resume, remove]) await refused(() => ask(), 'DIGITAL_CARD_NOT_FOUND');
    await give({ virtualCardId: id(1002), tspTokenId: 'two', tokenStorageId: 'two', issuerId: 'BANKTWO002' });
    await store.cards.save(aCard({ issuerCardRefId: 'card 1' }));
    await give({ virtualCardId: id(1003), cardId: id(1), tspTokenId: 'three', tokenStorageId: 'three' });
    for (const digitalCardId of [id(1002), id(1003)]) {
      assert.equal(inShort(await getDigitalCard(hub, call({ digitalCardId }))), 'DIGITAL_CARD_NOT_FOUND');
      const asked = call({ digitalCardId, operationId: 'none' });
      assert.equal(inShort(await getDigitalCardOperation(hub, asked)), 'DIGITAL_CARD_NOT_FOUND');
    }
  });
});

test('the issuer lets go of what the TSP still holds: it is not usable, and the resume has failed', async () => {
  await give();
  await suspend();
  await reportTspEvent(hub, { virtualCardId: tokenId, event: 'SUSPEND' });
  const { operationId, status: answered } = answerOf(await resume());
  assert.deepEqual([answered, await state()], ['FAILED', 'SUSPENDED by TSP']);
  assert.equal((await operation(operationId)).errorCode, 'INVALID_STATE');
});

test('two changes at once are one', async () => {
  await give();
  const answers = await Promise.all([suspend(), suspend()]);
  assert.deepEqual(answers.map(inShort).sort(), ['INVALID_STATE', 'done']);
});

test('a digital card of an Issuer Gateway product is told of through that alone', async () => {
  await d1.give();
  assert.equal(await status(suspend()), 'SUCCESSFUL');
  await runDueOperations(hub);
  assert.deepEqual([await told(), await d1.told()], [[], ['SUSPEND']]);
});

describe('a digital card', () => {
  const deviceInformation = { deviceName: 'My phone', deviceId: 'd-1', tokenStorageType: 'MOBILE_PHONE' };

  test('is shown with its device and wallet', async () => {
    await give({ deviceInformation, tokenLastDigits: '98765' });
    assert.deepEqual(answerOf(await getDigitalCard(hub, call({ digitalCardId: tokenId }))), {
      digitalCardId: tokenId,
      cardId: 'card-1',
      state: 'ACTIVE',
      scheme: 'VISA',
      last4: '8765',
      expiryDate: '1230',
      deviceId: 'd-1',
      deviceName: 'My phone',
      deviceType: 'MOBILE_PHONE',
      walletId: 'APPLE_PAY',
      walletName: 'Wallet',
      tokenRequestorId: '40010030273',
      tokenRequestorName: 'Wallet',
    });
  });

  test('is in the list of its card, newest first, until it is forgotten', async () => {
    await give({ state: 'DELETED' });
    await give({
      virtualCardId: id(1002),
      tspTokenId: 'two',
      tokenStorageId: 'two',
      state: 'INACTIVE',
      activated: false,
    });
    await give({ virtualCardId: id(1003), tspTokenId: 'three', tokenStorageId: 'three', state: 'ERASED' });
    const list = async (page = {}) =>
      answerOf(await listDigitalCards(hub, call({ cardId: 'card-1' }, {}, page))).digitalCards.map(
        ({ digitalCardId, state: shown }) => [digitalCardId, shown],
      );
    assert.deepEqual(await list(), [
      [id(1002), 'PENDING_IDV'],
      [tokenId, 'DELETED'],
    ]);
    assert.deepEqual(await list({ limit: 1, offset: 1 }), [[tokenId, 'DELETED']]);
    assert.equal(inShort(await listDigitalCards(hub, call({ cardId: 'none' }))), 'CARD_NOT_FOUND');
  });

  test('has operations that are found by their ids', async () => {
    await give();
    const asked = call({ digitalCardId: tokenId, operationId: 'none' });
    assert.equal(inShort(await getDigitalCardOperation(hub, asked)), 'OPERATION_NOT_FOUND');
  });
});
