import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CompiledQuery, type KyselyPlugin, sql, type Transaction } from 'kysely';
import type { ClickToPayEnrolment, ClickToPayRequest } from '../core/click-to-pay.ts';
import type { NextStep } from '../core/delivery.ts';
import type { Detokenization } from '../core/detokenization.ts';
import type { Personalisation } from '../core/personalisation.ts';
import type { TokenTransaction } from '../core/token-transaction.ts';
import type { DeliveryClaim } from '../ports/aggregates/deliveries.ts';
import type { Aggregates } from '../ports/store.ts';
import { aggregates } from './aggregates.ts';
import type { Database } from './schema/database.ts';
import {
  aBatchFile,
  aCard,
  aConsumer,
  aDelivery,
  aDeviceBinding,
  anAttempt,
  anEnrolment,
  anExchange,
  anIssuer,
  anOperation,
  aProduct,
  aRecordedOperation,
  aToken,
  at,
  aVaultedToken,
  start,
} from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());

const aCall = {
  issuerId: 'BANKONE001',
  correlationId: 'e0',
  operation: 'updateCardState',
  fingerprint: 'f0',
};

/** Rows of each table that grows. */
const rowCount = 10_000;
const grown = [
  'card_product',
  'pan_range',
  'consumer',
  'card',
  'card_alias',
  'token',
  'enrolment',
  'device_binding',
  'operation',
  'recorded_operation',
  'delivery',
  'delivery_attempt',
  'delivery_queue',
  'exchange',
  'vaulted_token',
  'batch_file',
  'batch_record',
  'accepted_call',
  'detokenization',
  'push_use',
  'remote_token',
  'token_transaction',
  'tsp_call',
  'personalisation',
  'click_to_pay_profile',
  'click_to_pay_enrolment',
  'click_to_pay_request',
];

async function fill(): Promise<void> {
  await store.issuers.save(anIssuer());
  await store.products.save(aProduct());
  await store.consumers.insert(aConsumer());
  await store.recordedOperations.insert(aRecordedOperation());
  await store.cards.insert(aCard({ holder: { consumerKey: 'k0', consumerId: 'c0' } }));
  await store.cards.addAlias(aCard(), 'FORMER');
  await store.tokens.insert(aToken({ dueAt: start }));
  await store.enrolments.insert(anEnrolment({ dueAt: start }));
  await store.deviceBindings.insert(aDeviceBinding({ state: 'BOUND', dueAt: start }));
  await store.operations.insert(anOperation({ recordedOperationId: 'o0' }));
  await store.deliveries.insert(aDelivery());
  await store.deliveries.settle(aClaim(), { attempt: anAttempt(), next: waiting, now: start });
  await store.exchanges.record(anExchange());
  await store.domesticTokens.insert(aVaultedToken());
  await store.detokenizations.insert(aDetokenization());
  await store.pushUses.take({ issuerId: 'BANKONE001', codeId: 'jti 0', forgetAfter: at(60) });
  await multiply('issuer', `{"issuer_id": "i#"}`);
  await multiply('card_product', `{"product_id": "p#", "issuer_id": "i#"}`);
  await multiply('pan_range', `{"prefix": "77#"}`);
  await multiply('consumer', `{"consumer_key": "k#", "consumer_id": "c#"}`);
  await multiply('recorded_operation', `{"operation_id": "o#", "target_key": "c#"}`);
  await multiply(
    'card',
    `{"card_id": "c#", "issuer_card_ref_id": "R#", "pan_fingerprint": "f#", "consumer_key": "k#"}`,
  );
  await multiply('card_alias', `{"card_id": "c#", "issuer_card_ref_id": "F#"}`);
  await multiply(
    'token',
    `{"card_id": "c#", "virtual_card_id": "v#", "requestor_id": "r#", "wallet_card_ref_id": "w#"}`,
  );
  await multiply('enrolment', `{"enrolment_id": "e#"}`);
  await multiply('device_binding', `{"card_id": "c#", "virtual_card_id": "v#", "binding_id": "b#"}`);
  await multiply(
    'operation',
    `{"card_id": "c#", "virtual_card_id": "v#", "operation_id": "o#", "recorded_operation_id": "o#"}`,
  );
  await multiply('delivery', `{"delivery_id": "d#", "queue_id": "v#", "virtual_card_id": "v#"}`);
  await multiply('delivery_queue', `{"queue_id": "v#"}`);
  await multiply('delivery_attempt', `{"delivery_id": "d#"}`);
  await store.transaction(tx => tx.acceptedCalls.claim(aCall, { now: start, until: at(60) }));
  await store.acceptedCalls.accept(aCall, {
    scope: { cardId: 'c0', virtualCardId: 'v0' },
    now: start,
    until: at(60),
  });
  await multiply('accepted_call', `{"card_id": "c#", "virtual_card_id": "v#", "correlation_id": "e#"}`);
  await multiply('exchange', `{"exchange_id": "x#", "correlation_id": "e#"}`);
  await multiply(
    'vaulted_token',
    `{"tsp_token_id": "t#", "correlation_id": "e#", "pan_fingerprint": "f#", "token_fingerprint": "n#"}`,
  );
  await store.remoteTokens.insert({
    tsp: 'OTHER',
    tspTokenId: 't0',
    issuerId: 'BANKONE001',
    correlationId: 'e0',
    otpHash: null,
    createdAt: start,
  });
  await multiply('remote_token', `{"tsp_token_id": "t#"}`);
  const tspCall = { tsp: 'OTHER', correlationId: 'e0', operation: 'notifyTransaction', tspTokenId: 't0' };
  await store.tspCalls.insert(tspCall, 'f0', start);
  await multiply('tsp_call', `{"correlation_id": "e#", "tsp_token_id": "t#"}`);
  await store.tokenTransactions.insert(aTransaction());
  await multiply('token_transaction', `{"card_id": "c#", "virtual_card_id": "v#", "transaction_id": "x#"}`);
  await store.personalisations.insert(aPersonalisation());
  await multiply(
    'personalisation',
    `{"personalisation_id": "p#", "correlation_id": "e#", "virtual_card_id": "v#", "tsp_token_id": "t#"}`,
  );
  await fillClickToPay();
  await multiply('push_use', `{"code_id": "jti #"}`);
  await multiply('detokenization', `{"reference": "reference-#", "request_id": "r#", "tsp_token_id": "t#"}`);
  await store.batchFiles.insert(aBatchFile());
  await store.batchFiles.addRecords(aBatchFile().fileId, [
    { position: 0, rowId: 0, sealedRecord: new Uint8Array([1]) },
  ]);
  await multiply('batch_file', `{"file_id": "b#", "digest": "d#", "seq_number": "n#", "state": "DONE"}`);
  await multiply('batch_record', `{"file_id": "b#"}`);
  await sql`analyze`.execute(store.database);
}

const aProfile = { consumerKey: 'k0', directory: 'VISA', issuerId: 'BANKONE001' } as const;

async function fillClickToPay(): Promise<void> {
  await store.transaction(async tx => {
    const profile = await tx.clickToPay.takeProfile(aProfile);
    await tx.clickToPay.saveProfile({ ...profile, dueAt: start });
    await tx.clickToPay.saveEnrolment(anEnrolmentInClickToPay);
    await tx.clickToPay.insertRequest(aClickToPayRequest);
  });
  await multiply('click_to_pay_profile', `{"consumer_key": "k#"}`);
  await multiply('click_to_pay_enrolment', `{"card_id": "c#", "consumer_key": "k#"}`);
  await multiply(
    'click_to_pay_request',
    `{"request_id": "q#", "consumer_key": "k#", "card_id": "c#", "operation_id": "o#"}`,
  );
}

function aDetokenization(): Detokenization {
  return {
    detokenizerId: 'acquirer',
    reference: 'reference-0',
    requestId: 'r0',
    messageFingerprint: 'm0',
    tspTokenId: 't0',
    responseCode: '000',
    answered: true,
    createdAt: at(60),
  };
}

function aTransaction(): TokenTransaction {
  return {
    tsp: 'OTHER',
    transactionId: 'x0',
    cardId: aCard().cardId,
    virtualCardId: 'v0',
    walletIndicator: null,
    transactionType: 'PURCHASE',
    result: 'APPROVED',
    occurredAt: start,
    amount: null,
    merchant: null,
    originalTransactionId: null,
    recordedAt: start,
  };
}

function aPersonalisation(): Personalisation {
  return {
    personalisationId: 'p0',
    tsp: 'OTHER',
    issuerId: 'BANKONE001',
    correlationId: 'e0',
    purpose: 'REPLENISHMENT',
    tspTokenId: 't0',
    virtualCardId: 'v0',
    step: 'DATA_DUE',
    sealedElements: null,
    parts: [],
    failure: null,
    attempts: 0,
    createdAt: start,
    dueAt: start,
  };
}

/** A delivery whose queue somebody is sending from. */
function aClaim(changes: Parameters<typeof aDelivery>[0] = {}): DeliveryClaim {
  return { delivery: aDelivery(changes), leaseUntil: at(60) };
}

const anEnrolmentInClickToPay: ClickToPayEnrolment = {
  cardId: 'c0',
  consumerKey: 'k0',
  directory: 'VISA',
  externalCardId: 'c0',
  state: 'ENROLLED',
  updatedAt: start,
};

const aClickToPayRequest: ClickToPayRequest = {
  requestId: 'q0',
  consumerKey: 'k0',
  directory: 'VISA',
  number: 1,
  issuerId: 'BANKONE001',
  kind: 'ENROL',
  cardId: 'c0',
  operationId: 'o0',
  step: 'OPEN',
  trace: null,
  sealedData: null,
  attempts: 0,
  failure: null,
  createdAt: start,
};

const waiting: NextStep = { state: 'PENDING', nextAttemptAt: start };

await fill();

/** Copies the one row of a table; `#` in the changes stands for the number of the copy. */
async function multiply(table: string, changes: string): Promise<void> {
  await sql`
    insert into ${sql.table(table)}
    select copy.* from ${sql.table(table)} original, generate_series(1, ${sql.lit(rowCount)}) copy_number,
      lateral jsonb_populate_record(original, replace(${changes}, '#', copy_number::text)::jsonb) copy`.execute(
    store.database,
  );
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

type Query = (aggregates: Aggregates) => Promise<unknown>;

/** Plans of every statement that `call` sends. */
async function plansOf(tx: Transaction<Database>, call: Query) {
  const statements: CompiledQuery[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      statements.push(tx.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const recorded = tx.withPlugin(recorder);
  await call(aggregates(recorded));
  const plans: PlanNode[][] = [];
  for (const statement of statements) {
    const explain = CompiledQuery.raw(`explain (format json) ${statement.sql}`, [...statement.parameters]);
    const { rows } = await tx.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(explain);
    plans.push((rows[0]?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => nodesOf(Plan)));
  }
  return plans;
}

const acceptedCall = { ...aCall, correlationId: 'e5' };
const lease = { until: at(60), limit: 16, except: ['v7'] };
const rooms = new Map([['BANKONE001', 16]]);
const card = aCard({ issuerCardRefId: 'R5', cardId: 'c5' });
const named = (issuerCardRefId: string) =>
  ({ issuerId: 'BANKONE001', badge: 'PRIMARY', issuerCardRefId }) as const;

const hotQueries: Record<string, Query> = {
  'products.findByPan': ({ products }) => products.findByPan('9990100100000000'),
  'products.ofIssuer': ({ products }) => products.ofIssuer('i5'),
  'cards.find': ({ cards }) => cards.find('c5'),
  'cards.lock': ({ cards }) => cards.lock('c5'),
  'cards.save': ({ cards }) => cards.save(card),
  'cards.findByReference': ({ cards }) => cards.findByReference(named('F5')),
  'cards.lockByReference': ({ cards }) => cards.lockByReference(named('R5')),
  'cards.findByFingerprint': ({ cards }) =>
    cards.findByFingerprint({ issuerId: 'BANKONE001', badge: 'PRIMARY', panFingerprint: 'f5' }),
  'cards.newestByReference': ({ cards }) => cards.newestByReference(named('R5')),
  'cards.findRetired': ({ cards }) =>
    cards.findRetired({ issuerId: 'BANKONE001', badge: 'PRIMARY', panFingerprint: 'f5' }),
  'cards.ofConsumer': ({ cards }) => cards.ofConsumer('k5', { limit: 10, offset: 0 }),
  'cards.liveOfConsumer': ({ cards }) => cards.liveOfConsumer('k5'),
  'consumers.find': ({ consumers }) => consumers.find('k5'),
  'consumers.lock': ({ consumers }) => consumers.lock('k5'),
  'consumers.findActive': ({ consumers }) =>
    consumers.findActive({ issuerId: 'BANKONE001', consumerId: 'c5' }),
  'consumers.findNewest': ({ consumers }) =>
    consumers.findNewest({ issuerId: 'BANKONE001', consumerId: 'c5' }),
  'recordedOperations.find': operations => operations.recordedOperations.find('o5'),
  'recordedOperations.retarget': operations =>
    operations.recordedOperations.retarget({ kind: 'CARD', key: 'c5' }, 'c6'),
  'recordedOperations.listOf': operations =>
    operations.recordedOperations.listOf({ kind: 'CARD', key: 'c5' }, { limit: 10, offset: 0 }),
  'operations.countAtTspOf': ({ operations }) => operations.countAtTspOf('o5'),
  'cards.auxiliariesOf': ({ cards }) => cards.auxiliariesOf('c5'),
  'cards.dropAliases': ({ cards }) => cards.dropAliases('c5'),
  'tokens.find': ({ tokens }) => tokens.find('v5'),
  'tokens.save': ({ tokens }) => tokens.save(aToken()),
  'tokens.lock': ({ tokens }) => tokens.lock('v5'),
  'tokens.ofCard': ({ tokens }) => tokens.ofCard('c5'),
  'tokens.lockOfCard': ({ tokens }) => tokens.lockOfCard('c5'),
  'tokens.countLive': ({ tokens }) => tokens.countLive('c5'),
  'tokens.liveOnDevice': ({ tokens }) => tokens.liveOnDevice('r5', 's5'),
  'tokens.ofRequestor': ({ tokens }) => tokens.ofRequestor('r5', { limit: 10 }),
  'tokens.ofRequestor by wallet card': ({ tokens }) =>
    tokens.ofRequestor('r5', { walletCardRefId: 'w5', limit: 10 }),
  'tokens.findByWalletCard': ({ tokens }) => tokens.findByWalletCard('r5', 'w5'),
  'tokens.findAtTsp': ({ tokens }) =>
    tokens.findAtTsp({ issuerId: 'BANKONE001', tsp: 'domestic', tspTokenId: 't5' }),
  'tokens.ofTsp': ({ tokens }) =>
    tokens.ofTsp({ issuerId: 'BANKONE001', tsp: 'domestic', after: 't5', limit: 50 }),
  'tokens.search': ({ tokens }) => tokens.search({ limit: 50 }),
  'tokens.search by issuer': ({ tokens }) =>
    tokens.search({ issuerId: 'BANKONE001', after: 'v5', limit: 50 }),
  'tokens.search by reference': ({ tokens }) => tokens.search({ issuerCardRefId: 'R5', limit: 50 }),
  'tokens.due': ({ tokens }) => tokens.due(start, 100),
  'enrolments.find': ({ enrolments }) => enrolments.find('e5'),
  'enrolments.save': ({ enrolments }) => enrolments.save(anEnrolment()),
  'enrolments.lock': ({ enrolments }) => enrolments.lock('e5'),
  'enrolments.list': ({ enrolments }) => enrolments.list({ limit: 50 }),
  'enrolments.list by issuer': ({ enrolments }) =>
    enrolments.list({ issuerId: 'BANKONE001', before: 'e5', limit: 50 }),
  'enrolments.due': ({ enrolments }) => enrolments.due(start, 100),
  'deviceBindings.find': ({ deviceBindings }) => deviceBindings.find('b5'),
  'deviceBindings.save': ({ deviceBindings }) => deviceBindings.save(aDeviceBinding()),
  'deviceBindings.lock': ({ deviceBindings }) => deviceBindings.lock('b5'),
  'deviceBindings.ofToken': ({ deviceBindings }) => deviceBindings.ofToken('v5'),
  'deviceBindings.due': ({ deviceBindings }) => deviceBindings.due(start, 100),
  'operations.find': ({ operations }) => operations.find('o5'),
  'operations.save': ({ operations }) => operations.save(anOperation()),
  'operations.lock': ({ operations }) => operations.lock('o5'),
  'operations.running': ({ operations }) => operations.running('v5'),
  'operations.newest': ({ operations }) => operations.newest('v5', 'SUSPEND'),
  'operations.countOpen': ({ operations }) => operations.countOpen('c5', 'UPDATE_CARD'),
  'operations.lanesDue': ({ operations }) => operations.lanesDue(start),
  'operations.claim': ({ operations }) =>
    operations.claim(start, { ...lease, rooms: new Map([['domestic wallet', 8]]) }),
  'deliveries.issuersDue': ({ deliveries }) => deliveries.issuersDue(start),
  'deliveries.claim': ({ deliveries }) => deliveries.claim(start, { ...lease, rooms }),
  'deliveries.claimAlong': ({ deliveries }) =>
    deliveries.claimAlong(start, {
      ...lease,
      issuerId: 'BANKONE001',
      operation: 'd1/notifyCardOperations',
    }),
  'acceptedCalls.accept': ({ acceptedCalls }) =>
    acceptedCalls.accept(acceptedCall, {
      scope: { cardId: 'c5', virtualCardId: 'v5' },
      now: start,
      until: at(60),
    }),
  'acceptedCalls.release': ({ acceptedCalls }) => acceptedCalls.release(acceptedCall),
  'acceptedCalls.forgetExpired': ({ acceptedCalls }) => acceptedCalls.forgetExpired(start),
  'deliveries.settle': ({ deliveries }) =>
    deliveries.settle(aClaim({ deliveryId: 'd5', virtualCardId: 'v5' }), {
      attempt: anAttempt({ number: 2 }),
      next: waiting,
      now: at(1),
    }),
  'deliveries.answeredLate': ({ deliveries }) =>
    deliveries.answeredLate(aDelivery({ deliveryId: 'd5', virtualCardId: 'v5' }), {
      attempt: anAttempt(),
      answer: { status: 200, after: 12_000 },
      next: { state: 'DELIVERED' },
      now: at(1),
    }),
  'deliveries.parkOutlived': ({ deliveries }) =>
    deliveries.parkOutlived('BANKONE001', { queuedBefore: at(-1), now: at(1), limit: 500 }),
  'deliveries.find': ({ deliveries }) => deliveries.find('d5'),
  'deliveries.attempts': ({ deliveries }) => deliveries.attempts('d5'),
  'deliveries.replay': ({ deliveries }) =>
    deliveries.replay(['v5', 'v6'], {
      selection: { deliveryIds: ['d5', 'd6'] },
      overtaken: 'REFUSE',
      now: at(1),
    }),
  'deliveries.list': ({ deliveries }) => deliveries.list({ limit: 50 }),
  'deliveries.list of a token': ({ deliveries }) => deliveries.list({ virtualCardId: 'v5', limit: 50 }),
  'deliveries.list by issuer': ({ deliveries }) => deliveries.list({ issuerId: 'BANKONE001', limit: 50 }),
  'deliveries.list by issuer and state': ({ deliveries }) =>
    deliveries.list({ issuerId: 'BANKONE001', state: 'PARKED', limit: 50 }),
  'domesticTokens.lockByFingerprint': ({ domesticTokens }) => domesticTokens.lockByFingerprint('n5'),
  'domesticTokens.setLastAtc': ({ domesticTokens }) => domesticTokens.setLastAtc('t5', 7),
  'detokenizations.find': ({ detokenizations }) => detokenizations.find('acquirer', 'reference-5'),
  'remoteTokens.find': ({ remoteTokens }) => remoteTokens.find('OTHER', 't5'),
  'tokenTransactions.find': ({ tokenTransactions }) => tokenTransactions.find('OTHER', 'x5'),
  'tokenTransactions.ofToken': ({ tokenTransactions }) => tokenTransactions.ofToken('v5', 50),
  'tspCalls.find': ({ tspCalls }) =>
    tspCalls.find({ tsp: 'OTHER', correlationId: 'e5', operation: 'notifyTransaction', tspTokenId: 't5' }),
  'tspCalls.forget': ({ tspCalls }) => tspCalls.forget(start, 100),
  'clickToPay.lockClaimed': ({ clickToPay }) =>
    clickToPay.lockClaimed({ consumerKey: 'k5', directory: 'VISA', until: start }),
  'clickToPay.profilesOf': ({ clickToPay }) => clickToPay.profilesOf('k5'),
  'clickToPay.claim': ({ clickToPay }) =>
    clickToPay.claim(start, { directory: 'VISA', until: at(60), limit: 16 }),
  'clickToPay.enrolment': ({ clickToPay }) => clickToPay.enrolment('c5'),
  'clickToPay.enrolmentsOf': ({ clickToPay }) =>
    clickToPay.enrolmentsOf({ consumerKey: 'k5', directory: 'VISA' }),
  'clickToPay.nextRequest': ({ clickToPay }) =>
    clickToPay.nextRequest({ consumerKey: 'k5', directory: 'VISA' }),
  'clickToPay.requestsOfOperation': ({ clickToPay }) => clickToPay.requestsOfOperation('o5'),
  'clickToPay.removeRequestsOfOperation': ({ clickToPay }) => clickToPay.removeRequestsOfOperation('o5'),
  'personalisations.lock': ({ personalisations }) => personalisations.lock('p5'),
  'personalisations.lockSession': ({ personalisations }) => personalisations.lockSession('OTHER', 'e5'),
  'personalisations.ofToken': ({ personalisations }) => personalisations.ofToken('v5', 50),
  'personalisations.close': ({ personalisations }) => personalisations.close('v5', { failure: null }),
  'personalisations.claim': ({ personalisations }) =>
    personalisations.claim(start, { until: at(60), limit: 16 }),
  'erasures.forgetToken': ({ erasures }) =>
    erasures.forgetToken(
      { cardId: 'c5', virtualCardId: 'v5', enrolmentId: 'e5', tsp: 'OTHER', tspTokenId: 't5' },
      { settledBefore: start },
    ),
  'pushUses.forget': ({ pushUses }) => pushUses.forget(start),
  'detokenizations.forget': ({ detokenizations }) => detokenizations.forget(start, 100),
  'exchanges.ofCorrelation': ({ exchanges }) => exchanges.ofCorrelation('e5'),
  'exchanges.ofToken': ({ exchanges }) => exchanges.ofToken('v5'),
  'batchFiles.find': ({ batchFiles }) => batchFiles.find('b5'),
  'batchFiles.findByDigest': ({ batchFiles }) => batchFiles.findByDigest('d5'),
  'batchFiles.list': ({ batchFiles }) => batchFiles.list({ before: 'b5', limit: 50 }),
  'batchFiles.list by issuer': ({ batchFiles }) => batchFiles.list({ issuerId: 'BANKONE001', limit: 50 }),
  'batchFiles.claim': ({ batchFiles }) => batchFiles.claim(start, at(60)),
  'batchFiles.abandoned': ({ batchFiles }) => batchFiles.abandoned(start),
  'batchFiles.records': ({ batchFiles }) => batchFiles.records('b5', { after: -1, limit: 50 }),
  'batchFiles.openRecords': ({ batchFiles }) => batchFiles.openRecords('b5', 50),
  'batchFiles.lockOpenRecord': ({ batchFiles }) => batchFiles.lockOpenRecord('b5', 0),
  'batchFiles.settle': ({ batchFiles }) => batchFiles.settle('b5', { position: 0, result: { status: 'OK' } }),
  'batchFiles.results': ({ batchFiles }) => batchFiles.results('b5', { after: -1, limit: 50 }),
  'batchFiles.progress': ({ batchFiles }) => batchFiles.progress('b5'),
  'domesticTokens.list': ({ domesticTokens }) =>
    domesticTokens.list({ issuerId: 'BANKONE001', panFingerprint: null, after: 't5', limit: 50 }),
  'domesticTokens.list of a card': ({ domesticTokens }) =>
    domesticTokens.list({ issuerId: 'BANKONE001', panFingerprint: 'f5', after: null, limit: 50 }),
};

describe('with ten thousand rows in each table', () => {
  for (const [name, call] of Object.entries(hotQueries)) {
    test(`${name} reads through an index`, async () => {
      const plans = await store.database.transaction().execute(tx => plansOf(tx, call));
      assert.ok(plans.length > 0);
      for (const nodes of plans) {
        const readWhole = nodes.filter(
          node => node['Node Type'] === 'Seq Scan' && grown.includes(node['Relation Name'] ?? ''),
        );
        assert.deepEqual(readWhole, []);
        assert.ok(nodes.some(node => node['Index Name'] !== undefined));
      }
    });
  }

  test('the queues are read in the order of their due times', async () => {
    const indexes = async (name: string) => {
      const call = hotQueries[name] ?? assert.fail();
      const plans = await store.database.transaction().execute(tx => plansOf(tx, call));
      return plans.flat().map(node => node['Index Name']);
    };
    assert.ok((await indexes('deliveries.issuersDue')).includes('delivery_queue_due'));
    assert.ok((await indexes('deliveries.claim')).includes('delivery_queue_due'));
    assert.ok((await indexes('deliveries.claim')).includes('delivery_pending'));
    assert.ok((await indexes('deliveries.claimAlong')).includes('delivery_queue_due'));
    assert.ok((await indexes('deliveries.claimAlong')).includes('delivery_pending'));
    assert.ok((await indexes('deliveries.parkOutlived')).includes('delivery_queued'));
    assert.ok((await indexes('operations.claim')).includes('operation_due'));
    assert.ok((await indexes('clickToPay.claim')).includes('click_to_pay_profile_due'));
    assert.ok((await indexes('tokens.due')).includes('token_due'));
    assert.ok((await indexes('enrolments.due')).includes('enrolment_due'));
    assert.ok((await indexes('deviceBindings.due')).includes('device_binding_due'));
  });
});
