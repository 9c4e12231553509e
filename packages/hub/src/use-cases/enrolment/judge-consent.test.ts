import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import { unlimitedTsp } from '../../core/tsp-traits.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer } from '../../ports/issuer-backend.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { anEnrolment, aProduct } from '../../store/test-objects.ts';
import { openHubOnStore } from '../hub-on-store.fixture.ts';
import { judgeConsent } from './judge-consent.ts';

const opened = await openHubOnStore();
after(() => opened.store.close());
beforeEach(() => opened.reset());

const noAnswer: IssuerAnswer<never> = { kind: 'FAILED', status: null, reason: 'no answer', retryAfter: null };
const refused: IssuerAnswer<never> = { kind: 'REFUSED', code: 164, message: 'no' };

/** What comes of an enrolment whose issuer did this: its decision, the code of its refusal, and who decided. */
async function judged(
  answer: IssuerAnswer<never>,
  {
    standIn,
    standsIn,
    levelOfTrust,
  }: { standIn: 'yes' | 'no'; standsIn: 'yes' | 'no'; levelOfTrust: string },
) {
  await opened.store.products.save(aProduct({ standIn: standIn === 'yes' }));
  const traits = { ...unlimitedTsp, standsIn: standsIn === 'yes' };
  const hub: Hub = { ...opened.hub, tsps: new Map([[aProduct().tsp, { traits } as Tsp]]) };
  const begun = anEnrolment();
  const request = { ...begun.request, scoringInformation: { levelOfTrust } };
  const { enrolment, decidedBy } = await judgeConsent(hub, { enrolment: { ...begun, request }, answer });
  return [enrolment.decision, enrolment.refusal?.code ?? null, decidedBy];
}

describe('an issuer that does not answer', () => {
  const allowed = { standIn: 'yes', standsIn: 'yes', levelOfTrust: 'green' } as const;

  test('is stood in for by its network, where product and network allow it', async () => {
    assert.deepEqual(await judged(noAnswer, allowed), ['green', null, 'TSP']);
    assert.deepEqual(await judged(noAnswer, { ...allowed, levelOfTrust: 'yellow' }), ['red', 170, 'TSP']);
  });

  test('is a refusal everywhere else', async () => {
    assert.deepEqual(await judged(noAnswer, { ...allowed, standIn: 'no' }), [null, 921, 'ISSUER']);
    assert.deepEqual(await judged(noAnswer, { ...allowed, standsIn: 'no' }), [null, 921, 'ISSUER']);
  });

  test('is not one that refuses', async () => {
    assert.deepEqual(await judged(refused, allowed), [null, 164, 'ISSUER']);
  });
});
