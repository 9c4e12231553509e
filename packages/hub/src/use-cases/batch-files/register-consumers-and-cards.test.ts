import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { ConsumerAndCardRegistrationResult } from '@countermark/wire/batch-file/consumer-card-registration';
import type { ConsumerCardRegistrationOutput } from '@countermark/wire/batch-file/operations';
import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { BatchFile } from '../../core/batch-file.ts';
import { runBatchFiles } from '../../deadlines/batch-worker.ts';
import { header } from '../../peers/batch-hub.fixture.ts';
import { d1Product, openD1BatchHub } from '../../peers/d1-batch-hub.fixture.ts';
import { pageOfTokens } from '../../peers/tsp/external/outbound/list-tokens.ts';
import type { RemoteTsp } from '../../peers/tsp/external/outbound/reach-tsp.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { aD1Product, anIssuer } from '../../store/test-objects.ts';
import { batchOutput } from './batch-output.ts';
import { receiveBatchFile } from './receive-batch-file.ts';

const { hub, store, tsp, refusals, batchFile, registration, makeElsewhere, reset } = await openD1BatchHub();
after(() => store.close());
beforeEach(reset);

const { issuerId } = header;
const [pan, otherPan, thirdPan] = ['4111111111111111', '4111111111111129', '4111111111111137'];
const john: ConsumerInfo = { firstName: 'John', lastName: 'Smith', email: 'john@example.com' };
const controlled = { ...(d1Product.d1 ?? assert.fail()), authorisation: 'CONTROL' as const };
const fileName = `${issuerId}-B1-1-1767225600.json`;
const plain = 'CONSUMER_CARD_REGISTRATION';
const withDigitalCards = 'CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS';

let number = 0;

async function send(operation: string, records: object[], head: object = {}): Promise<BatchFile> {
  const text = await batchFile({ header: { seqNumber: String(++number), operation, ...head }, records });
  const content = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  return (await receiveBatchFile(hub, content, { fileName })).file;
}

async function answer({ fileId }: BatchFile): Promise<ConsumerCardRegistrationOutput> {
  while ((await runBatchFiles(hub)) > 0);
  const file = (await store.batchFiles.find(fileId)) ?? assert.fail('the file is gone');
  let text = '';
  for await (const piece of batchOutput(hub, file)) text += piece;
  return JSON.parse(text) as ConsumerCardRegistrationOutput;
}

async function results(
  operation: string,
  ...records: object[]
): Promise<ConsumerAndCardRegistrationResult[]> {
  const { recordsResults = assert.fail('not done') } = await answer(await send(operation, records));
  return recordsResults.map(row => row.consumerAndCardRegistrationResult);
}

const inShort = ({ status, errorCode, error }: ConsumerAndCardRegistrationResult) =>
  [errorCode ?? status, error].filter(part => part !== undefined).join(' ');

const consumer = (consumerId: string) => store.consumers.findActive({ issuerId, consumerId });
const card = (cardId: string) =>
  store.cards.findByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId: cardId });

async function knownOf(consumerId: string): Promise<unknown> {
  const found = (await consumer(consumerId)) ?? assert.fail(`no ${consumerId}`);
  const { consumerKey: rowId, sealedPersonalInformation: sealed } = found;
  return (
    sealed && JSON.parse(hub.vault.open({ table: 'consumer', column: 'personalInformation', rowId }, sealed))
  );
}

async function told(): Promise<string[]> {
  const deliveries = await store.deliveries.list({ limit: 100 });
  return deliveries.map(
    ({ operation, body }) => `${operation} ${body['operation']} ${body['inputFileName']}`,
  );
}

describe('a record that registers consumer and card', () => {
  test('does as the calls of the APIs do, and what it made names the file', async () => {
    const [result] = await results(
      plain,
      await registration({ rowId: 1, personalInformation: john, pan, state: 'INACTIVE' }),
    );
    assert.deepEqual(result, {
      status: 'OK',
      consumerId: 'consumer-1',
      card: { cardId: 'card-1', status: 'OK' },
    });
    assert.deepEqual(await knownOf('consumer-1'), john);
    const kept = (await card('card-1')) ?? assert.fail();
    assert.deepEqual(
      [kept.state, kept.origin, kept.holder?.consumerId, kept.productId, kept.lastDigits],
      ['INACTIVE', 'REGISTERED', 'consumer-1', 'visa', '1111'],
    );
    const [operation] = await store.recordedOperations.listOf(
      { kind: 'CARD', key: kept.cardId },
      { limit: 10, offset: 0 },
    );
    assert.deepEqual(
      [operation?.operation, operation?.status, operation?.inputFileName, operation?.issuerRequestId],
      ['REGISTER', 'SUCCESSFUL', fileName, null],
    );
    assert.deepEqual((await told()).sort(), [
      `d1/notifyCardOperations REGISTER ${fileName}`,
      `d1/notifyConsumerOperations REGISTER ${fileName}`,
    ]);
  });

  test('changes nothing when it comes again', async () => {
    const record = await registration({ rowId: 1, personalInformation: john, pan });
    await results(plain, record);
    const again = await results(plain, record, { ...record, rowId: 2 });
    assert.deepEqual(again.map(inShort), ['OK', 'OK']);
    assert.equal((await told()).length, 2);
  });

  test('leaves what is known of the consumer when it tells nothing', async () => {
    await results(plain, await registration({ rowId: 1, personalInformation: john, pan }));
    const consumerId = 'consumer-1';
    const found = await results(
      plain,
      await registration({ rowId: 2, consumerId, pan: otherPan }),
      await registration({ rowId: 3, pan: thirdPan }),
    );
    assert.deepEqual(found.map(inShort), ['OK', 'OK']);
    assert.deepEqual([await knownOf(consumerId), await knownOf('consumer-3')], [john, null]);
    assert.equal((await card('card-2'))?.holder?.consumerId, consumerId);
  });

  test('has its card enrolled in Click to Pay where the product wants that', async () => {
    hub.directories = new Map([['VISA', {} as Directory]]);
    const automatic = { autoEnrolment: true, services: ['CLICK_TO_PAY' as const] };
    await store.products.save({ ...d1Product, d1: { ...(d1Product.d1 ?? assert.fail()), ...automatic } });
    await results(plain, await registration({ rowId: 1, personalInformation: john, pan }));
    const target = { kind: 'CARD', key: (await card('card-1'))?.cardId ?? assert.fail() } as const;
    const operations = await store.recordedOperations.listOf(target, { limit: 10, offset: 0 });
    assert.deepEqual(
      operations.map(({ operation, status, inputFileName }) => [operation, status, inputFileName]),
      [
        ['CLICK_TO_PAY_ENROLMENT', 'PENDING', fileName],
        ['REGISTER', 'SUCCESSFUL', fileName],
      ],
    );
  });

  test('waits for those before it of the same consumer', async () => {
    const consumerId = 'consumer-1';
    const records = await Promise.all(
      [pan, otherPan, thirdPan].map((pan, rowId) =>
        registration({
          rowId,
          consumerId,
          pan,
          personalInformation: { ...john, firstName: `John ${rowId}` },
        }),
      ),
    );
    assert.deepEqual((await results(plain, ...records)).map(inShort), ['OK', 'OK', 'OK']);
    assert.deepEqual(await knownOf(consumerId), { ...john, firstName: 'John 2' });
  });
});

describe('a record that is wrong', () => {
  test('does not stop the others, and says what is wrong with it', async () => {
    await store.products.save(aD1Product({ productId: 'credit', panRanges: [], d1: controlled }));
    const good = await registration({ rowId: 0, pan });
    const { consumerAndCardRegistrationRequest: request } = good as {
      consumerAndCardRegistrationRequest: { card: object };
    };
    const changed = (rowId: number, changes: object) => ({
      rowId,
      consumerAndCardRegistrationRequest: { ...request, ...changes },
    });
    const found = await results(
      plain,
      { rowId: 1 },
      changed(2, { consumerId: 'a b' }),
      changed(3, { personalInformation: { ...john, language: 'english' } }),
      changed(4, { card: { ...request.card, encryptedData: 'a.b.c.d.e' } }),
      await registration({ rowId: 5, pan: otherPan, cardProductId: 'nothing' }),
      await registration({ rowId: 6, pan: otherPan, cardProductId: 'credit' }),
      await registration({ rowId: 7, pan: '9990100100000000' }),
      await registration({ rowId: 8, pan }),
      await registration({ rowId: 9, cardId: 'card-8', pan: otherPan, personalInformation: john }),
      await registration({ rowId: 10, pan }),
      await registration({ rowId: 11, pan: thirdPan }),
    );
    assert.deepEqual(found.map(inShort), [
      '111 consumerAndCardRegistrationRequest',
      '106 consumerAndCardRegistrationRequest.consumerId',
      '106 consumerAndCardRegistrationRequest.personalInformation.language',
      '201 encryptedData',
      '115 CARD_PRODUCT_NOT_FOUND',
      '432 CARD_PRODUCT_NOT_ALLOWED',
      '106 encryptedData',
      'OK',
      '432 CARD_ID_ALREADY_USED',
      '432 CARD_PAN_NOT_ALLOWED',
      'OK',
    ]);
    assert.deepEqual(found[8]?.card, { cardId: 'card-8', status: 'KO' });
    assert.equal(refusals.length, 1);
    assert.equal(await consumer('consumer-9'), null, 'nothing of a record that failed is kept');
    assert.doesNotMatch(JSON.stringify(found), /Smith|4111|english/);
  });

  test('in its header refuses the file', async () => {
    for (const head of [{ batchId: 'B.1' }, { seqNumber: 'A1' }, { issuerId: 'BANKONE' }]) {
      const file = await send(plain, [], head);
      assert.deepEqual([file.state, file.errorCode], ['REFUSED', '106'], JSON.stringify(head));
    }
  });
});

describe('a record that asks for digital cards', () => {
  test('makes the tokens of its card known, and announces none', async () => {
    const active = await makeElsewhere({ pan, product: d1Product });
    const held = await makeElsewhere({ pan, product: d1Product, state: 'SUSPENDED' });
    await makeElsewhere({ pan, product: d1Product, state: 'DELETED' });
    const [result, without] = await results(
      withDigitalCards,
      await registration({ rowId: 1, pan }),
      await registration({ rowId: 2, pan: otherPan }),
    );
    const tokens = await store.tokens.search({ limit: 10 });
    assert.deepEqual(
      result?.card?.digitalCardIds?.toSorted(),
      tokens.map(token => token.virtualCardId).sort(),
    );
    assert.deepEqual(
      tokens.map(({ tspTokenId, state }) => [tspTokenId, state]),
      [
        [active, 'RESUMED'],
        [held, 'SUSPENDED'],
      ],
    );
    assert.equal(tokens[0]?.cardId, (await card('card-1'))?.cardId);
    assert.deepEqual(without?.card, { cardId: 'card-2', status: 'OK', digitalCardIds: [] });
    assert.ok((await told()).every(message => message.includes(' REGISTER ')));
  });

  test('gives the same ids when it comes again; one that does not ask is told of none', async () => {
    await makeElsewhere({ pan, product: d1Product });
    const record = await registration({ rowId: 1, pan });
    const [first] = await results(withDigitalCards, record);
    assert.deepEqual(await results(withDigitalCards, record), [first]);
    assert.deepEqual((await results(plain, record))[0]?.card, { cardId: 'card-1', status: 'OK' });
  });

  test('comes to nothing when the TSP refuses, has a token of a stranger, or cannot be asked', async () => {
    const record = await registration({ rowId: 1, pan });
    tsp.refusal = 911;
    assert.deepEqual((await results(withDigitalCards, record)).map(inShort), [
      '202 The token service provider refused with 911.',
    ]);
    tsp.refusal = null;
    await makeElsewhere({ pan, product: d1Product, trid: '40099999999' });
    assert.deepEqual((await results(withDigitalCards, record)).map(inShort), [
      '202 No token requestor has the TRID 40099999999 of a token.',
    ]);
    hub.externalTsp = () =>
      ({ listTokens: filter => pageOfTokens({} as RemoteTsp, filter) }) as Tsp as ReturnType<
        typeof hub.externalTsp
      >;
    await store.products.save({ ...d1Product, tsp: 'ELSEWHERE' });
    assert.deepEqual((await results(withDigitalCards, record)).map(inShort), [
      '202 The token service provider of this card product cannot be asked for the tokens of one card.',
    ]);
    assert.deepEqual([await card('card-1'), await consumer('consumer-1')], [null, null]);
    assert.deepEqual((await results(plain, record)).map(inShort), ['OK']);
  });
});

test('an issuer is told of no digital card of another one', async () => {
  const other = { ...anIssuer(), issuerId: 'BANKTWO002' };
  await store.issuers.save(other);
  await store.products.save(aD1Product({ productId: 'theirs', issuerId: other.issuerId, panRanges: [] }));
  const found = await results(
    withDigitalCards,
    await registration({ rowId: 1, pan, cardProductId: 'theirs' }),
  );
  assert.deepEqual(found.map(inShort), ['115 CARD_PRODUCT_NOT_FOUND']);
});
