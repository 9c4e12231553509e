import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Enrolment } from '../../core/enrolment.ts';
import { ageTokens } from '../../deadlines/age-tokens.ts';
import { runDueOperations } from '../../deadlines/operation-worker.fixture.ts';
import type { Hub } from '../../ports/hub.ts';
import { aCard, anIssuer, aRequestor, at } from '../../store/test-objects.ts';
import { reportProvisioning } from '../enrolment/report-provisioning.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { fetchIdvMethods } from '../verification/fetch-idv-methods.ts';
import { changeToken } from './change-token.ts';
import { reportTokenEvent } from './report-token-event.ts';

const { hub, store, tsp, wallet, time, reset, give, told, state } = await openHubOnStore();
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

  describe('while an operation of the issuer waits for its device', () => {
    const ofIssuer = (action: 'SUSPEND' | 'RESUME') => {
      const { issuerCardRefId } = aCard();
      const request = { issuerCardRefId, virtualCardId: tokenId, action };
      return updateCardState(hub, anIssuer(), { request, correlationId: 'call', badge: 'PRIMARY' });
    };
    const lost = () => reportTokenEvent(hub, aRequestor(), { virtualCardId: tokenId, event: 'DEVICE_LOST' });

    async function afterADay(): Promise<void> {
      time.now = new Date(time.now.getTime() + 24 * 60 * 60 * 1000);
      await runDueOperations(hub);
    }

    test('a change by somebody else is told after it, and the device only once more', async () => {
      await give({ state: 'SUSPENDED', suspenders: ['ISSUER'], returnState: 'RESUMED' });
      wallet.answer = 'UNREACHABLE';
      await ofIssuer('RESUME');
      await runDueOperations(hub);
      await lost();
      assert.deepEqual(await told(), ['RESUME', 'SUSPEND']);
      wallet.answer = 'APPLIED';
      await afterADay();
      assert.deepEqual(
        [await state(), await told()],
        ['SUSPENDED by TOKEN_REQUESTOR', ['RESUME', 'SUSPEND']],
      );
      assert.deepEqual(await store.operations.running(tokenId), []);
    });

    test('a device that never comes back is not told of when the change was told already', async () => {
      await give({ state: 'SUSPENDED', suspenders: ['ISSUER'], returnState: 'RESUMED' });
      wallet.answer = 'UNREACHABLE';
      await ofIssuer('RESUME');
      await runDueOperations(hub);
      await lost();
      await afterADay();
      assert.deepEqual(await told(), ['RESUME', 'SUSPEND']);
    });

    test('an activation that is overtaken is told as one', async () => {
      await give({ state: 'INACTIVE' });
      wallet.answer = 'UNREACHABLE';
      await ofIssuer('RESUME');
      await runDueOperations(hub);
      await lost();
      assert.deepEqual(await told(), ['ACTIVATE', 'SUSPEND']);
    });

    test('what changes nothing the issuer is told of does not hurry it', async () => {
      await give();
      wallet.answer = 'UNREACHABLE';
      await ofIssuer('SUSPEND');
      await runDueOperations(hub);
      await lost();
      assert.deepEqual(await told(), []);
      wallet.answer = 'APPLIED';
      time.now = new Date(time.now.getTime() + 60_000);
      await runDueOperations(hub);
      assert.deepEqual(await told(), ['SUSPEND']);
    });

    test('late is not never: a device that comes back within the day is told, and the issuer that it was', async () => {
      await give();
      wallet.answer = 'UNREACHABLE';
      await ofIssuer('SUSPEND');
      await runDueOperations(hub);
      time.now = new Date(time.now.getTime() + 23 * 60 * 60 * 1000);
      wallet.answer = 'APPLIED';
      await runDueOperations(hub);
      assert.deepEqual([await told(), wallet.told], [['SUSPEND'], ['SUSPEND']]);
    });
  });

  describe('an operation whose TSP does not answer', () => {
    test('outlives its time: 322, and nothing changed', async () => {
      await give();
      tsp.refusal = 921;
      const { issuerCardRefId } = aCard();
      const request = { issuerCardRefId, virtualCardId: tokenId, action: 'SUSPEND' } as const;
      await updateCardState(hub, anIssuer(), { request, correlationId: 'call', badge: 'PRIMARY' });
      await runDueOperations(hub);
      assert.deepEqual([await state(), await told()], ['RESUMED', []]);
      time.now = new Date(time.now.getTime() + 24 * 60 * 60 * 1000);
      await runDueOperations(hub);
      assert.deepEqual([await state(), await told()], ['RESUMED', ['SUSPEND 322']]);
    });
  });

  test('codes used up change nothing, and give a token no more time', async () => {
    const dueAt = at(50_000);
    await give({ state: 'INACTIVE', dueAt });
    const usedUp = { type: 'VERIFICATION_USED_UP' } as const;
    await changeToken(hub, { virtualCardId: tokenId, event: usedUp, source: 'TSP', correlationId: null });
    const token = await store.tokens.find(tokenId);
    assert.deepEqual([token?.state, token?.dueAt, await told(), tsp.told], ['INACTIVE', dueAt, [], []]);
  });
});
