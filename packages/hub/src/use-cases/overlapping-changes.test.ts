import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Enrolment } from '../core/enrolment.ts';
import type { Token } from '../core/token.ts';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import { unlimitedTsp } from '../core/tsp-traits.ts';
import { ageTokens } from '../deadlines/age-tokens.ts';
import type { Hub, Tsp } from '../ports.ts';
import { aCard, anEnrolment, anIssuer, aProduct, aRequestor, aToken, at, id } from '../store/test-objects.ts';
import { openTestStore } from '../store/test-store.ts';
import { changeToken } from './change-token.ts';
import { fetchIdvMethods } from './fetch-idv-methods.ts';
import { reportProvisioning } from './report-provisioning.ts';
import { updateCardState } from './update-card-state.ts';

const store = await openTestStore();
after(() => store.close());

const virtualCardId = id(1001);
const enrolmentId = id(2001);
const now = at(1000);

/** What the TSP was told last, and a place to hold it up. */
let atTsp: TspTokenState | null = null;
let beforeTsp: (state: TspTokenState) => Promise<void> = async () => undefined;
let nextId = 9000;

const tsp = {
  traits: unlimitedTsp,
  async setState(_: string, state: TspTokenState) {
    await beforeTsp(state);
    atTsp = state;
    return { ok: true, value: null };
  },
  tokenInfo: async () => null,
} as unknown as Tsp;

/** The real store under the use cases; of the peers only what these cases meet. */
const hub = {
  clock: { now: () => now },
  ids: { uuid: () => id(nextId++), digits: () => '1' },
  store,
  tsps: new Map([[aToken().tsp, tsp]]),
  wake: { operations: () => undefined, deliveries: () => undefined },
} as unknown as Hub;

async function given(token: Partial<Token>, enrolment: Partial<Enrolment> = {}): Promise<void> {
  await store.issuers.save(anIssuer());
  await store.products.save(aProduct());
  await store.requestors.save(aRequestor());
  await store.cards.insert(aCard());
  const session = {
    virtualCardId,
    step: 'VERIFICATION_DUE',
    dueAt: null,
    challenge: null,
    cardData: null,
  } as const;
  await store.enrolments.insert(anEnrolment({ ...session, ...enrolment }));
  await store.tokens.insert(aToken({ activated: false, ...token }));
}

const activated = {
  virtualCardId,
  event: { type: 'ACTIVATED' },
  source: 'TSP',
  correlationId: null,
} as const;

async function told(): Promise<string[]> {
  const deliveries = await store.deliveries.list({ virtualCardId, limit: 9 });
  return deliveries
    .map(({ body }) => [body['action'], body['errorCode']].filter(part => part !== undefined).join(' '))
    .reverse();
}

async function stateNow(): Promise<string | undefined> {
  return (await store.tokens.find(virtualCardId))?.state;
}

describe('changes of one token that overlap', () => {
  beforeEach(async () => {
    await store.empty();
    atTsp = null;
    beforeTsp = async () => undefined;
  });

  test('the TSP ends with the state that is stored, whoever reached it last', async () => {
    await given({ state: 'INACTIVE' });
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    beforeTsp = async state => {
      if (state !== 'ACTIVE') return;
      reached.resolve();
      await released.promise;
    };
    const activation = changeToken(hub, activated);
    await reached.promise;
    const suspended = { type: 'SUSPENDED', by: 'ISSUER' } as const;
    await changeToken(hub, { virtualCardId, event: suspended, source: 'ISSUER', correlationId: 'call' });
    released.resolve();
    assert.ok((await activation).changed);
    assert.deepEqual([await stateNow(), atTsp], ['SUSPENDED', 'SUSPENDED']);
  });

  test('two workers age a token once', async () => {
    await given({ state: 'INACTIVE', dueAt: at(10) });
    await Promise.all([ageTokens(hub), ageTokens(hub)]);
    assert.deepEqual([await stateNow(), await told()], ['DELETED', ['DELETE']]);
  });

  test('a token that was activated after it was listed as due is left alone', async () => {
    await given({ state: 'INACTIVE', dueAt: at(10) });
    const tokens = {
      ...store.tokens,
      async due(...listed: Parameters<typeof store.tokens.due>) {
        const due = await store.tokens.due(...listed);
        await changeToken(hub, activated);
        return due;
      },
    };
    assert.equal(await ageTokens({ ...hub, store: { ...store, tokens } }), 0);
    assert.deepEqual([await stateNow(), await told()], ['RESUMED', ['ACTIVATE']]);
  });

  test('nothing is reported of an enrolment while its verification methods are asked for', async () => {
    await given(
      { state: 'DEPLOYMENT_ONGOING' },
      { step: 'DIGITIZATION_ASKED', decision: 'yellow', idvMethods: [] },
    );
    const report = { enrolmentId, result: 'DELIVERED' } as const;
    const issuerBackend = {
      async getIDnVMethodList() {
        const refused = await reportProvisioning(hub, aRequestor(), report);
        assert.ok(!refused.taken && refused.code === 432);
        return { kind: 'ANSWERED', message: { idvMethodList: [{ id: 'sms', type: 'cell_phone' }] } };
      },
    } as unknown as Hub['issuerBackend'];
    const session = await store.enrolments.find(enrolmentId);
    assert.ok(session);
    const offered = {
      methods: [],
      offer: (methods: readonly Enrolment['idvMethods'][number][]) => [...methods],
    };
    const ready = await fetchIdvMethods({ ...hub, issuerBackend }, session, offered);
    assert.equal(ready.step, 'PROVISIONING_DUE');
    const reported = await reportProvisioning(hub, aRequestor(), report);
    assert.ok(reported.taken && reported.enrolment.step === 'VERIFICATION_DUE');
    assert.equal(await stateNow(), 'INACTIVE');
  });

  test('a token deleted while an operation of the issuer waits for its device: that one is told first, as incomplete', async () => {
    await given({ state: 'RESUMED', activated: true });
    const card = aCard();
    const request = { issuerCardRefId: card.issuerCardRefId, virtualCardId, action: 'SUSPEND' } as const;
    const accepted = await updateCardState(hub, anIssuer(), {
      request,
      correlationId: 'call',
      badge: 'PRIMARY',
    });
    assert.ok(accepted.accepted);
    const deleted = { type: 'DELETED', action: 'DELETE' } as const;
    await changeToken(hub, { virtualCardId, event: deleted, source: 'WALLET', correlationId: null });
    assert.deepEqual(await told(), ['SUSPEND 323', 'DELETE']);
    assert.deepEqual(await store.operations.running(virtualCardId), []);
  });
});
