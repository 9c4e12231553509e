import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import type { Personalisation } from '../../core/personalisation.ts';
import { ageTokens } from '../../deadlines/age-tokens.ts';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import { aCard, aDeviceBinding, anExchange, anIssuer, aToken, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { eraseToken } from './erase-token.ts';
import { reportTspEvent } from './report-tsp-event.ts';

const { hub, store, tsp, time, reset, give, told } = await openHubOnStore();
after(() => store.close());
beforeEach(() => reset());

const day = 24 * 60 * 60 * 1000;
const pass = (days: number) => {
  time.now = new Date(time.now.getTime() + days * day);
};

/** What only the erased token had, as the columns that hold it. */
const personal = {
  walletCardRefId: 'the card in the wallet',
  walletVirtualCardId: 'the token in the wallet',
  tokenStorageId: 'the storage in the phone',
  tokenLastDigits: '7319',
  deviceInformation: { deviceName: 'the phone of its holder' },
};

/** Tables in which one of the texts can be found. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
    store.database,
  );
  const holding: string[] = [];
  for (const { name } of rows) {
    const found = await sql<{ row: unknown }>`select to_jsonb(t) as row from ${sql.table(name)} t`.execute(
      store.database,
    );
    if (texts.some(text => JSON.stringify(found.rows).includes(text))) holding.push(name);
  }
  return holding;
}

const element = 'the keys of its payments';
const merchant = 'the baker of its holder';
const correlations = ['the session at the TSP', 'the keys on their way', 'the order to make it'];

const personalTexts = [
  element,
  Buffer.from(element).toString('hex'),
  merchant,
  ...correlations,
  personal.walletCardRefId,
  personal.walletVirtualCardId,
  personal.tokenStorageId,
  personal.tokenLastDigits,
  personal.deviceInformation.deviceName,
];

async function giveKnownToken(): Promise<void> {
  const { enrolmentId } = await give(personal, { walletCardRefId: personal.walletCardRefId });
  const request = { tokenStorageId: personal.tokenStorageId };
  await store.exchanges.record(anExchange({ exchangeId: id(1), correlationId: enrolmentId, request }));
  const { tspTokenId, tsp: tspName, cardId, issuerId } = aToken();
  await store.deviceBindings.insert(
    aDeviceBinding({ ...pick(personal), virtualCardId: tokenId, state: 'UNBOUND', dueAt: null }),
  );
  await store.remoteTokens.insert({
    tsp: tspName,
    tspTokenId,
    issuerId,
    correlationId: 'the order to make it',
    otpHash: null,
    createdAt: time.now,
  });
  for (const [number, correlationId] of ['the session at the TSP', 'the keys on their way'].entries()) {
    await store.personalisations.insert(
      aPersonalisation({ personalisationId: id(20 + number), correlationId }),
    );
    await store.exchanges.record(anExchange({ exchangeId: id(30 + number), correlationId, request }));
  }
  await store.detokenizations.insert({
    detokenizerId: 'acquirer',
    reference: 'reference-1',
    requestId: 'payment-1',
    messageFingerprint: 'fingerprint-1',
    tspTokenId,
    responseCode: '000',
    answered: true,
    createdAt: time.now,
  });
  await store.exchanges.record(anExchange({ exchangeId: id(40), correlationId: 'payment-1', request }));
  await store.tokenTransactions.insert({
    tsp: tspName,
    transactionId: 'transaction-1',
    cardId,
    virtualCardId: tokenId,
    walletIndicator: 1,
    transactionType: 'PURCHASE',
    result: 'APPROVED',
    occurredAt: time.now,
    amount: null,
    merchant: { name: merchant },
    originalTransactionId: null,
    recordedAt: time.now,
  });
}

const pick = ({ tokenStorageId, deviceInformation }: typeof personal) => ({
  tokenStorageId,
  deviceInformation,
});

function aPersonalisation(session: { personalisationId: string; correlationId: string }): Personalisation {
  return {
    ...session,
    tsp: aToken().tsp,
    issuerId: aToken().issuerId,
    purpose: 'REPLENISHMENT',
    tspTokenId: aToken().tspTokenId,
    virtualCardId: tokenId,
    step: 'DEVICE_DUE',
    sealedElements: new TextEncoder().encode(element),
    parts: [],
    failure: null,
    attempts: 0,
    createdAt: time.now,
    dueAt: null,
  };
}

/** As the worker goes on until nothing is due. */
async function aged(): Promise<void> {
  while ((await ageTokens(hub)) > 0);
}

async function deliverAll(): Promise<void> {
  await sql`update delivery set state = 'DELIVERED', settled_at = ${time.now}`.execute(store.database);
}

describe('erasure', () => {
  test('a hundred days after deletion a token is forgotten, told once, and its card with it', async () => {
    await giveKnownToken();
    await reportTspEvent(hub, { virtualCardId: tokenId, event: 'DELETE' });
    pass(99.9);
    await aged();
    assert.equal((await store.tokens.find(tokenId))?.state, 'DELETED');
    pass(0.2);
    await aged();
    assert.deepEqual(await told(), ['DELETE', 'ERASE']);
    assert.equal(await store.cards.find(aCard().cardId), null);
    await deliverAll();
    pass(1 / 24);
    await aged();
    assert.deepEqual(await tablesWith(personalTexts), []);
    assert.deepEqual(await tablesWith([aCard().issuerCardRefId]), []);
    const left = await store.tokens.find(tokenId);
    assert.deepEqual([left?.state, left?.dueAt, left?.suspenders], ['ERASED', null, []]);
    pass(1000);
    await aged();
    assert.deepEqual(await told(), []);
  });

  test('on demand a live token is deleted at its TSP first, and what it was doing is told', async () => {
    await giveKnownToken();
    const request = {
      issuerCardRefId: aCard().issuerCardRefId,
      virtualCardId: tokenId,
      action: 'SUSPEND',
    } as const;
    await updateCardState(hub, anIssuer(), { request, correlationId: 'call-1', badge: 'PRIMARY' });
    const erased = await eraseToken(hub, { virtualCardId: tokenId });
    assert.ok(erased.taken && erased.token.state === 'ERASED');
    assert.deepEqual([tsp.told, await told()], [['DELETED'], ['SUSPEND 323', 'DELETE', 'ERASE']]);
    await runDueOperations(hub);
    await deliverAll();
    pass(1 / 24);
    await aged();
    assert.deepEqual(await tablesWith(personalTexts), []);
  });

  test('what is still owed to the issuer stays until it is told; the notice of erasure itself may wait for a replay', async () => {
    await giveKnownToken();
    await eraseToken(hub, { virtualCardId: tokenId });
    pass(0.5);
    await aged();
    assert.deepEqual(await told(), ['DELETE', 'ERASE']);
    await sql`update delivery set state = 'PARKED', settled_at = ${time.now}`.execute(store.database);
    pass(1 / 24);
    await aged();
    assert.deepEqual(await told(), ['ERASE']);
    assert.deepEqual(await tablesWith(personalTexts), []);
  });

  test('of a digital card of D1 waits for what is owed, of which its end may be told after a replay', async () => {
    await giveKnownToken();
    const { issuerId, cardId: queueId } = aCard();
    const [digitize, suspend, gone] = [
      ['d1/notifyCardOperations', 'DIGITIZE'],
      ['d1/notifyDigitalCardOperation', 'SUSPEND'],
      ['d1/notifyDigitalCardOperation', 'DELETE'],
    ].map(([operation = '', what], number) => ({
      ...{ deliveryId: id(800 + number), issuerId, queueId, virtualCardId: tokenId, operation },
      ...{
        correlationId: `call ${number}`,
        body: { operation: what },
        parameters: null,
        createdAt: time.now,
      },
    }));
    await eraseToken(hub, { virtualCardId: tokenId });
    await deliverAll();
    for (const owed of [digitize, suspend, gone]) if (owed) await store.deliveries.insert(owed);
    const left = async () =>
      (await store.deliveries.list({ virtualCardId: tokenId, limit: 9 })).map(
        ({ body }) => body['operation'],
      );
    pass(1);
    await aged();
    assert.ok((await store.tokens.find(tokenId))?.dueAt);
    assert.deepEqual(await left(), ['DELETE', 'SUSPEND', 'DIGITIZE']);
    await sql`update delivery set state = 'PARKED', settled_at = ${time.now}`.execute(store.database);
    pass(1);
    await aged();
    assert.deepEqual([await left(), (await store.tokens.find(tokenId))?.dueAt], [['DELETE'], null]);
  });

  test('asked for again it has no second effect', async () => {
    await giveKnownToken();
    for (let round = 0; round < 2; round++) {
      const erased = await eraseToken(hub, { virtualCardId: tokenId });
      assert.ok(erased.taken);
    }
    assert.deepEqual(await told(), ['DELETE', 'ERASE']);
    const unknown = await eraseToken(hub, { virtualCardId: id(7) });
    assert.ok(!unknown.taken && unknown.code === 119);
  });

  test('a TSP that does not delete stops it, and nothing is forgotten', async () => {
    await giveKnownToken();
    tsp.refusal = 921;
    const refused = await eraseToken(hub, { virtualCardId: tokenId });
    assert.ok(!refused.taken && refused.code === 921);
    const token = await store.tokens.find(tokenId);
    assert.deepEqual([token?.state, token?.tokenLastDigits], ['RESUMED', '7319']);
  });

  test('the card stays while another of its tokens needs it, and messages that name that one stay', async () => {
    await giveKnownToken();
    const other = id(1002);
    await give({ virtualCardId: other });
    const request = { issuerCardRefId: aCard().issuerCardRefId, action: 'SUSPEND' } as const;
    await updateCardState(hub, anIssuer(), { request, correlationId: 'both', badge: 'PRIMARY' });
    await runDueOperations(hub);
    for (const [number, virtualCardId] of [tokenId, other].entries()) {
      const exchangeId = id(10 + number);
      await store.exchanges.record(
        anExchange({ exchangeId, correlationId: 'both', request: { virtualCardId } }),
      );
    }
    await eraseToken(hub, { virtualCardId: tokenId });
    assert.ok(await store.cards.find(aCard().cardId));
    const kept = await store.exchanges.ofCorrelation('both');
    assert.deepEqual(
      kept.map(({ request }) => request),
      [{ virtualCardId: other }],
    );
    await eraseToken(hub, { virtualCardId: other });
    assert.equal(await store.cards.find(aCard().cardId), null);
  });

  test("of a cobadged card both sides stay while one has a token, and then go; the session stays the primary token's", async () => {
    const { enrolmentId } = await give();
    const auxiliary = aCard({ cardId: id(2), primaryCardId: aCard().cardId });
    const other = id(1002);
    await store.cards.insert(auxiliary);
    const { cardId } = auxiliary;
    const primaryToken = {
      virtualCardId: tokenId,
      cardId: aCard().cardId,
      walletVirtualCardId: null,
      correlationId: enrolmentId,
    };
    await give({ virtualCardId: other, cardId, isPrimary: false }, { primaryToken });
    await store.exchanges.record(anExchange({ correlationId: enrolmentId }));
    await eraseToken(hub, { virtualCardId: other });
    assert.equal((await store.exchanges.ofCorrelation(enrolmentId)).length, 1);
    assert.deepEqual(
      [await store.cards.find(cardId), (await store.cards.find(aCard().cardId))?.cardId],
      [null, aCard().cardId],
    );
    await eraseToken(hub, { virtualCardId: tokenId });
    assert.deepEqual(await store.exchanges.ofCorrelation(enrolmentId), []);
    assert.equal(await store.cards.find(aCard().cardId), null);
  });

  test('the primary side goes with the last token of the auxiliary one', async () => {
    await give();
    const auxiliary = aCard({ cardId: id(2), primaryCardId: aCard().cardId });
    await store.cards.insert(auxiliary);
    await give({ virtualCardId: id(1002), cardId: auxiliary.cardId, isPrimary: false });
    await eraseToken(hub, { virtualCardId: tokenId });
    assert.ok(await store.cards.find(aCard().cardId));
    await eraseToken(hub, { virtualCardId: id(1002) });
    assert.deepEqual(
      [await store.cards.find(auxiliary.cardId), await store.cards.find(aCard().cardId)],
      [null, null],
    );
  });
});
