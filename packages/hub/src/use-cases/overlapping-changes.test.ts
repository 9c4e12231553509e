import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Enrolment } from '../core/enrolment.ts';
import { ageTokens } from '../deadlines/age-tokens.ts';
import type { Hub } from '../ports.ts';
import { aCard, anIssuer, aRequestor, at } from '../store/test-objects.ts';
import { changeToken } from './change-token.ts';
import { fetchIdvMethods } from './fetch-idv-methods.ts';
import { openHubOnStore, tokenId } from './hub-on-store.fixture.ts';
import { reportProvisioning } from './report-provisioning.ts';
import { updateCardState } from './update-card-state.ts';

const { hub, store, tsp, reset, give, told, state } = await openHubOnStore();
after(() => store.close());

const activated = {
  virtualCardId: tokenId,
  event: { type: 'ACTIVATED' },
  source: 'TSP',
  correlationId: null,
} as const;

describe('changes of one token that overlap', () => {
  beforeEach(() => reset());

  test('the TSP ends with the state that is stored, whoever reached it last', async () => {
    await give({ state: 'INACTIVE' });
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    tsp.before = async given => {
      if (given !== 'ACTIVE') return;
      reached.resolve();
      await released.promise;
    };
    const activation = changeToken(hub, activated);
    await reached.promise;
    const suspended = { type: 'SUSPENDED', by: 'ISSUER' } as const;
    await changeToken(hub, {
      virtualCardId: tokenId,
      event: suspended,
      source: 'ISSUER',
      correlationId: 'call',
    });
    released.resolve();
    assert.ok((await activation).changed);
    assert.deepEqual([await state(), tsp.told.at(-1)], ['SUSPENDED by ISSUER', 'SUSPENDED']);
  });

  test('two workers age a token once', async () => {
    await give({ state: 'INACTIVE', dueAt: at(10) });
    await Promise.all([ageTokens(hub), ageTokens(hub)]);
    assert.deepEqual([await state(), await told()], ['DELETED', ['DELETE']]);
  });

  test('a token that was activated after it was listed as due is left alone', async () => {
    await give({ state: 'INACTIVE', dueAt: at(10) });
    const tokens = {
      ...store.tokens,
      async due(...listed: Parameters<typeof store.tokens.due>) {
        const due = await store.tokens.due(...listed);
        await changeToken(hub, activated);
        return due;
      },
    };
    assert.equal(await ageTokens({ ...hub, store: { ...store, tokens } }), 0);
    assert.deepEqual([await state(), await told()], ['RESUMED', ['ACTIVATE']]);
  });

  test('nothing is reported of an enrolment while its verification methods are asked for', async () => {
    const { enrolmentId } = await give(
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
    assert.equal(await state(), 'INACTIVE');
  });

  test('a token deleted while an operation of the issuer waits for its device: that one is told first, as incomplete', async () => {
    await give({ state: 'RESUMED', activated: true });
    const card = aCard();
    const request = {
      issuerCardRefId: card.issuerCardRefId,
      virtualCardId: tokenId,
      action: 'SUSPEND',
    } as const;
    const call = { request, correlationId: 'call', badge: 'PRIMARY' } as const;
    const accepted = await updateCardState(hub, anIssuer(), call);
    assert.ok(accepted.accepted);
    const deleted = { type: 'DELETED', action: 'DELETE' } as const;
    await changeToken(hub, { virtualCardId: tokenId, event: deleted, source: 'WALLET', correlationId: null });
    assert.deepEqual(await told(), ['SUSPEND 323', 'DELETE']);
    assert.deepEqual(await store.operations.running(tokenId), []);
  });
});
