import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Enrolment, EnrolmentStep } from '../core/enrolment.ts';
import type { Hub } from '../ports/hub.ts';
import type { TspAnswer } from '../ports/tsp.ts';
import { anEnrolment, aProduct, at } from '../store/test-objects.ts';
import { ageEnrolments } from './age-enrolments.ts';

/** A hub with one session, and the correlation ids under which its TSP was asked to discard a token. */
function hubWith(enrolment: Enrolment, answers: TspAnswer<null>[] = [{ ok: true, value: null }]) {
  const discarded: string[] = [];
  const session = { is: enrolment };
  const enrolments = {
    due: async (now: Date) =>
      session.is.dueAt && session.is.dueAt <= now ? [session.is.enrolmentId] : ([] as string[]),
    lock: async () => session.is,
    save: async (changed: Enrolment) => {
      session.is = changed;
    },
  };
  const tsp = {
    discardToken: async (correlationId: string) => {
      discarded.push(correlationId);
      return answers.shift() ?? assert.fail('the TSP is asked no more');
    },
  };
  const time = { now: at(900) };
  const parts = {
    clock: { now: () => time.now },
    store: {
      enrolments,
      products: { find: async () => aProduct() },
      transaction: (work: (tx: unknown) => Promise<unknown>) => work({ enrolments }),
    },
    tsps: new Map([[aProduct().tsp, tsp]]),
  };
  return { hub: parts as unknown as Hub, discarded, session, time };
}

const dueAfter = (seconds: number, step: EnrolmentStep) => anEnrolment({ step, dueAt: at(seconds) });

describe('a session whose time is over', () => {
  for (const step of ['ELIGIBILITY_ASKED', 'TERMS_DUE'] as const) {
    test(`has ended; at ${step} its TSP was not asked for anything yet`, async () => {
      const { hub, discarded, session } = hubWith(dueAfter(900, step));
      assert.equal(await ageEnrolments(hub), 1);
      const { outcome, cardData, dueAt } = session.is;
      assert.deepEqual(
        { step: session.is.step, outcome, cardData, dueAt },
        { step: 'ENDED', outcome: 'EXPIRED', cardData: null, dueAt: null },
      );
      assert.deepEqual(discarded, []);
      assert.equal(await ageEnrolments(hub), 0);
    });
  }

  test('has ended; what its TSP may have made meanwhile is discarded', async () => {
    const { hub, discarded, session } = hubWith(dueAfter(900, 'DIGITIZATION_ASKED'));
    assert.equal(await ageEnrolments(hub), 1);
    assert.deepEqual([session.is.step, session.is.outcome, session.is.dueAt], ['ENDED', 'EXPIRED', null]);
    assert.deepEqual(discarded, [session.is.enrolmentId]);
  });

  test('has ended but stays due until its TSP agrees, who is asked again after half a minute', async () => {
    const refused = { ok: false, code: 921 } as const;
    const { hub, discarded, session, time } = hubWith(dueAfter(900, 'DIGITIZATION_ASKED'), [
      refused,
      { ok: true, value: null },
    ]);
    assert.equal(await ageEnrolments(hub), 0);
    assert.deepEqual([session.is.step, session.is.dueAt], ['ENDED', at(930)]);
    assert.equal(await ageEnrolments(hub), 0);
    time.now = at(930);
    assert.equal(await ageEnrolments(hub), 1);
    assert.equal(session.is.dueAt, null);
    assert.equal(discarded.length, 2);
  });
});

test('a session that moved on since it was found due is left alone', async () => {
  const { hub, session } = hubWith(dueAfter(900, 'TERMS_DUE'));
  const found = await hub.store.enrolments.due(at(900), 1);
  session.is = { ...session.is, step: 'PROVISIONING_DUE', dueAt: null };
  hub.store.enrolments.due = async () => found;
  await ageEnrolments(hub);
  assert.deepEqual([session.is.step, session.is.outcome], ['PROVISIONING_DUE', null]);
});
