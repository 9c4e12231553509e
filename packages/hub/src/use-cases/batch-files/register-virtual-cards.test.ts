import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { VirtualCardRegistrationOutput } from '@countermark/wire/batch-file/operations';
import type { VirtualCardRegistrationResult } from '@countermark/wire/batch-file/virtual-card-registration';
import type { BatchFile } from '../../core/batch-file.ts';
import { runBatchFiles } from '../../deadlines/batch-worker.ts';
import { openBatchHub, sealFpan } from '../../peers/batch-hub.fixture.ts';
import type { Store } from '../../ports/store.ts';
import { aCard, anEnrolment, aProduct, aToken, at } from '../../store/test-objects.ts';
import { batchOutput } from './batch-output.ts';
import { receiveBatchFile } from './receive-batch-file.ts';

const { hub, store, time, tsp, refusals, batchFile, record, makeElsewhere, reset } = await openBatchHub();
after(() => store.close());
beforeEach(reset);

const [pan, otherPan, unknownPan] = ['9990100100000000', '9990100100000018', '4111111111111111'];

let number = 0;

async function send(...records: object[]): Promise<BatchFile> {
  const text = await batchFile({ header: { seqNumber: String(++number) }, records });
  const { file } = await receiveBatchFile(
    hub,
    (async function* () {
      yield new TextEncoder().encode(text);
    })(),
  );
  assert.equal(file.state, 'RUNNING');
  return file;
}

/** Runs until nothing more happens. */
async function run(on = hub): Promise<void> {
  while ((await runBatchFiles(on)) > 0);
}

async function output({ fileId }: BatchFile): Promise<VirtualCardRegistrationOutput> {
  const file = (await store.batchFiles.find(fileId)) ?? assert.fail('the file is gone');
  let text = '';
  for await (const piece of batchOutput(hub, file)) text += piece;
  return JSON.parse(text) as VirtualCardRegistrationOutput;
}

async function results(...records: object[]): Promise<VirtualCardRegistrationResult[]> {
  const file = await send(...records);
  await run();
  const { recordsResults = assert.fail('not done') } = await output(file);
  return recordsResults.map(result => result.virtualCardRegistrationResult);
}

async function result(entry: object): Promise<VirtualCardRegistrationResult> {
  return (await results(entry))[0] ?? assert.fail('no result');
}

const cardRecord = (rowId: number, id: string, cardPan = pan) => record({ rowId, id, pan: cardPan });
const code = (text: string) => ({ status: 'KO', errorCode: text });

describe('a record of a batch file', () => {
  test('makes the tokens of its card known, as they stand at the TSP', async () => {
    const [active, pending, held, gone] = [
      await makeElsewhere({ pan }),
      await makeElsewhere({ pan, state: 'INACTIVE' }),
      await makeElsewhere({ pan, state: 'SUSPENDED' }),
      await makeElsewhere({ pan, state: 'DELETED' }),
    ];
    await makeElsewhere({ pan: otherPan });
    const { status, card, errorCode } = await result(await cardRecord(1, 'C1'));
    assert.deepEqual([status, card?.id, card?.status, errorCode], ['OK', 'C1', 'OK', undefined]);
    const tokens = await store.tokens.search({ limit: 10 });
    assert.deepEqual(
      tokens.map(({ virtualCardId }) => virtualCardId),
      card?.virtualCardIds,
    );
    const known = tokens.map(({ tspTokenId, state, returnState, suspenders, activated, dueAt }) => [
      tspTokenId,
      state,
      returnState,
      suspenders.join(),
      activated,
      dueAt !== null,
    ]);
    assert.deepEqual(known, [
      [active, 'RESUMED', null, '', true, true],
      [pending, 'INACTIVE', null, '', false, true],
      [held, 'SUSPENDED', 'RESUMED', 'ISSUER', true, true],
    ]);
    assert.equal(
      await store.tokens.findAtTsp({ issuerId: 'BANKONE001', tsp: 'domestic', tspTokenId: gone }),
      null,
    );
    const kept = await store.cards.find(tokens[0]?.cardId ?? '');
    assert.deepEqual([kept?.issuerCardRefId, kept?.productId, kept?.lastDigits], ['C1', 'debit', '0000']);
    assert.deepEqual(tokens[0]?.walletProviderId, 'APPLE_PAY');
    assert.deepEqual(await store.deliveries.list({ limit: 10 }), []);
  });

  test('gives the same ids when it comes again, and when the card is known already', async () => {
    const tspTokenId = await makeElsewhere({ pan });
    const sealed = { panFingerprint: hub.vault.fingerprint('pan', pan) };
    await store.cards.insert(aCard({ ...sealed, issuerCardRefId: 'C1' }));
    await store.tokens.insert(aToken({ tspTokenId, state: 'SUSPENDED', suspenders: ['TSP'] }));
    await makeElsewhere({ pan });
    const first = await result(await cardRecord(1, 'C1'));
    assert.equal(first.card?.virtualCardIds.length, 2);
    assert.equal(first.card?.virtualCardIds[0], aToken().virtualCardId);
    const [again, twice] = await results(await cardRecord(1, 'C1'), await cardRecord(2, 'C1'));
    assert.deepEqual([again, twice], [first, first]);
    assert.equal((await store.tokens.find(aToken().virtualCardId))?.state, 'SUSPENDED');
  });

  test('keeps the former reference of a card as an alias', async () => {
    await makeElsewhere({ pan });
    const [first, renamed] = await results(await cardRecord(1, 'C1'), await cardRecord(2, 'C2'));
    assert.deepEqual(renamed?.card?.virtualCardIds, first?.card?.virtualCardIds);
    const reference = { issuerId: 'BANKONE001', badge: 'PRIMARY' as const };
    const byOld = await store.cards.findByReference({ ...reference, issuerCardRefId: 'C1' });
    assert.equal(byOld?.issuerCardRefId, 'C2');
  });

  test('of a card without tokens is fine, and keeps nothing', async () => {
    const { status, card } = await result(await cardRecord(1, 'C1'));
    assert.deepEqual([status, card?.virtualCardIds], ['OK', []]);
    const panFingerprint = hub.vault.fingerprint('pan', pan);
    assert.equal(
      await store.cards.findByFingerprint({ issuerId: 'BANKONE001', badge: 'PRIMARY', panFingerprint }),
      null,
    );
  });

  test('leaves alone a token whose enrolment is about to store it', async () => {
    const tspTokenId = await makeElsewhere({ pan });
    const made = await store.domesticTokens.find(tspTokenId);
    const enrolmentId = made?.correlationId ?? assert.fail();
    await store.enrolments.insert(anEnrolment({ enrolmentId, step: 'DIGITIZATION_ASKED' }));
    assert.deepEqual((await result(await cardRecord(1, 'C1'))).card?.virtualCardIds, []);
  });
});

describe('a record that is wrong', () => {
  test('does not stop the others', async () => {
    await makeElsewhere({ pan });
    const found = await results(
      { rowId: 1 },
      {
        rowId: 2,
        virtualCardRegistrationRequest: { card: { id: 'x'.repeat(49), encryptedData: 'M', scheme: 'D' } },
      },
      {
        rowId: 3,
        virtualCardRegistrationRequest: { card: { id: 'C3', encryptedData: 'MIIB', scheme: 'DOMESTIC' } },
      },
      await cardRecord(4, 'C4', unknownPan),
      await cardRecord(5, 'C5'),
    );
    assert.deepEqual(
      found.map(({ status, errorCode }) => errorCode ?? status),
      ['111', '112', '201', '116', 'OK'],
    );
    assert.equal(refusals.length, 1);
    assert.deepEqual(found[2], {
      ...code('201'),
      card: { id: 'C3', status: 'KO', virtualCardIds: [] },
    });
  });

  test('because its scheme is not that of the card product: 116', async () => {
    const card = { id: 'C1', encryptedData: await sealFpan(pan), scheme: 'VISA' };
    assert.equal((await result({ rowId: 1, virtualCardRegistrationRequest: { card } })).errorCode, '116');
  });

  test("because the product is another issuer's: 116", async () => {
    await store.issuers.save({ ...(await anotherIssuer()), issuerId: 'BANKTWO002' });
    await store.products.save(aProduct({ issuerId: 'BANKTWO002' }));
    assert.equal((await result(await cardRecord(1, 'C1'))).errorCode, '116');
  });

  test("because its reference is another card's: 112", async () => {
    await makeElsewhere({ pan });
    await makeElsewhere({ pan: otherPan });
    const found = await results(await cardRecord(1, 'C1'), await cardRecord(2, 'C1', otherPan));
    assert.deepEqual(found.map(({ errorCode }) => errorCode ?? 'OK').sort(), ['112', 'OK']);
  });

  test('because nobody here has the TRID of a token: 202, and nothing of the card is kept', async () => {
    await makeElsewhere({ pan });
    await makeElsewhere({ pan, trid: '40099999999' });
    assert.equal((await result(await cardRecord(1, 'C1'))).errorCode, '202');
    assert.deepEqual(await store.tokens.search({ limit: 10 }), []);
  });

  test('because the TSP refuses: 202', async () => {
    tsp.refusal = 911;
    assert.equal((await result(await cardRecord(1, 'C1'))).errorCode, '202');
  });

  async function anotherIssuer() {
    return (await store.issuers.find('BANKONE001')) ?? assert.fail();
  }
});

describe('a TSP that is out of order', () => {
  test('is waited for, a day at the longest', async () => {
    await makeElsewhere({ pan });
    tsp.refusal = 921;
    const file = await send(await cardRecord(1, 'C1'));
    await run();
    assert.equal((await output(file)).recordsResults, undefined);
    tsp.refusal = null;
    await run();
    assert.equal((await store.batchFiles.progress(file.fileId)).settled, 0);
    time.now = at(1000 + 10);
    await run();
    assert.equal((await output(file)).recordsResults?.[0]?.virtualCardRegistrationResult.status, 'OK');

    tsp.refusal = 921;
    const late = await send(await cardRecord(1, 'C1'));
    time.now = at(1010 + 24 * 3600);
    await run();
    assert.equal((await output(late)).recordsResults?.[0]?.virtualCardRegistrationResult.errorCode, '202');
  });
});

describe('a record whose carrying out is a fault', () => {
  /** A hub where none of the first 300 records can be settled, so many times. */
  function faulty(until = Number.POSITIVE_INFINITY): typeof hub {
    let faults = 0;
    const lockOpenRecord: Store['batchFiles']['lockOpenRecord'] = async (_, position) => {
      if (position < 300 && ++faults <= until) throw new RangeError('what it says of card 9990100100000000');
      return true;
    };
    const transaction: Store['transaction'] = work =>
      store.transaction(tx => work({ ...tx, batchFiles: { ...tx.batchFiles, lockOpenRecord } }));
    return { ...hub, store: { ...store, transaction } };
  }

  const rounds = async (on: typeof hub, count: number) => {
    for (let round = 0; round < count; round++) {
      await runBatchFiles(on).catch((error: unknown) => assert.ok(error instanceof RangeError));
      time.now = new Date(time.now.getTime() + 10_000);
    }
  };

  test('does not hold up those behind it, however many there are; after five times it has failed: 202', async () => {
    const bad = await cardRecord(0, 'BAD');
    const records = Array.from({ length: 300 }, (_, rowId) => ({ ...bad, rowId }));
    const file = await send(...records, await cardRecord(300, 'GOOD', otherPan));
    const on = faulty();
    await rounds(on, 3);
    assert.deepEqual(await store.batchFiles.progress(file.fileId), { settled: 1, failed: 0 });
    await rounds(on, 12);
    assert.equal((await store.batchFiles.find(file.fileId))?.state, 'DONE');
    const results = (await output(file)).recordsResults ?? [];
    const codes = results.map(
      ({ virtualCardRegistrationResult: { status, errorCode } }) => errorCode ?? status,
    );
    assert.deepEqual([codes.length, new Set(codes.slice(0, 300)), codes[300]], [301, new Set(['202']), 'OK']);
    assert.equal(results[0]?.virtualCardRegistrationResult.card?.id, 'BAD');
    const kept = await store.database.selectFrom('batch_record').select('fault').distinct().execute();
    const faults = kept.map(({ fault }) => fault).filter(fault => fault !== null);
    assert.ok(faults.length > 0 && faults.every(fault => fault.startsWith('RangeError at ')));
    assert.doesNotMatch(faults.join(), /9990/);
  });

  test('a fault that passes costs a record nothing', async () => {
    await makeElsewhere({ pan });
    const file = await send(await cardRecord(1, 'C1'));
    await rounds(faulty(4), 6);
    const [row] = (await output(file)).recordsResults ?? [];
    assert.equal(row?.virtualCardRegistrationResult.card?.virtualCardIds.length, 1);
  });
});

describe('a hub that dies', () => {
  test('in the middle of a record leaves it to be done once, by the next worker', async () => {
    await makeElsewhere({ pan });
    await makeElsewhere({ pan: otherPan });
    const file = await send(await cardRecord(1, 'C1'), await cardRecord(2, 'C2', otherPan));
    let transactions = 0;
    const dead = async () => Promise.reject(new Error('killed'));
    const dying: Store = {
      ...store,
      batchFiles: { ...store.batchFiles, countFault: dead },
      transaction: work =>
        store.transaction(async tx => {
          const done = await work(tx);
          if (++transactions === 2) throw new Error('killed before the commit');
          return done;
        }),
    };
    await assert.rejects(run({ ...hub, store: dying }), /killed/);
    assert.equal((await store.batchFiles.progress(file.fileId)).settled, 1);
    await run();
    assert.equal((await store.batchFiles.progress(file.fileId)).settled, 1, 'its lease holds');
    time.now = at(1000 + 15);
    await run();
    const { recordsResults = [] } = await output(file);
    assert.deepEqual(
      recordsResults.map(({ rowId, virtualCardRegistrationResult: { status, card } }) => [
        rowId,
        status,
        card?.virtualCardIds.length,
      ]),
      [
        [1, 'OK', 1],
        [2, 'OK', 1],
      ],
    );
    assert.equal((await store.tokens.search({ limit: 10 })).length, 2);
  });

  test('two workers on one record do it once', async () => {
    await makeElsewhere({ pan });
    const file = await send(await cardRecord(1, 'C1'));
    const blind: Store = { ...store, batchFiles: { ...store.batchFiles, claim: async () => file } };
    await Promise.all([runBatchFiles({ ...hub, store: blind }), runBatchFiles({ ...hub, store: blind })]);
    await run();
    assert.equal((await store.tokens.search({ limit: 10 })).length, 1);
    assert.equal((await output(file)).recordsResults?.length, 1);
  });
});

test('the answer to a file that was refused has a header only', async () => {
  const text = await batchFile({ signature: 'none' });
  const { file } = await receiveBatchFile(
    hub,
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
  assert.deepEqual(await output(file), {
    header: {
      batchId: 'B1',
      seqNumber: '1',
      issuerId: 'BANKONE001',
      operation: 'VIRTUAL_CARD_REGISTRATION',
      totalRecords: 0,
      errorCode: '110',
    },
  });
});
