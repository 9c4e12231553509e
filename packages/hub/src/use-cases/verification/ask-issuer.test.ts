import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultMessage } from '@countermark/wire/issuer-gateway/error-response';
import { type Enrolment, enrolmentLimits } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer, IssuerCall } from '../../ports/issuer-backend.ts';
import { anEnrolment, anIssuer } from '../../store/test-objects.ts';
import { askInEnrolment, refusalOf } from './ask-issuer.ts';

const hub = { store: { issuers: { find: async () => anIssuer() } } } as unknown as Hub;

/** An issuer that answers after so many milliseconds, and the calls it got. */
function issuerThatTakes(milliseconds: number, time: { now: number }) {
  const calls: IssuerCall[] = [];
  const ask = async (call: IssuerCall): Promise<IssuerAnswer<string>> => {
    calls.push(call);
    time.now += milliseconds;
    return { kind: 'ANSWERED', message: 'yes' };
  };
  return { calls, ask };
}

function waited(issuerWait: number): Enrolment {
  return anEnrolment({ issuerWait });
}

describe('the time an enrolment may wait for its issuer', () => {
  test('is 20 seconds in all: what a call took is missing to the next', async t => {
    const time = { now: 1_000 };
    t.mock.method(performance, 'now', () => time.now);
    const { calls, ask } = issuerThatTakes(4_500, time);
    const first = await askInEnrolment(hub, waited(0), ask);
    const second = await askInEnrolment(hub, first.enrolment, ask);
    assert.deepEqual(
      calls.map(({ budget }) => budget),
      [20_000, 15_500],
    );
    assert.equal(second.enrolment.issuerWait, 9_000);
    assert.equal(calls[0]?.correlationId, first.enrolment.enrolmentId);
  });

  test('counts a part of a millisecond as a whole one', async t => {
    const time = { now: 0 };
    t.mock.method(performance, 'now', () => time.now);
    const { enrolment } = await askInEnrolment(hub, waited(0), issuerThatTakes(0.2, time).ask);
    assert.equal(enrolment.issuerWait, 1);
  });

  for (const issuerWait of [enrolmentLimits.issuerWait, enrolmentLimits.issuerWait + 7]) {
    test(`is used up after ${issuerWait} ms: the issuer is not asked, and the enrolment is refused`, async () => {
      const { calls, ask } = issuerThatTakes(0, { now: 0 });
      const { answer, enrolment } = await askInEnrolment(hub, waited(issuerWait), ask);
      assert.deepEqual(calls, []);
      assert.equal(enrolment.issuerWait, issuerWait);
      assert.ok(answer.kind === 'FAILED');
      assert.deepEqual(refusalOf(answer), {
        kind: 'TECHNICAL',
        code: 921,
        message: "Issuer: the session's 20 s of waiting for the issuer are used up",
      });
    });
  }
});

test('an enrolment whose issuer is no longer configured is a fault', async () => {
  const without = { store: { issuers: { find: async () => null } } } as unknown as Hub;
  await assert.rejects(askInEnrolment(without, waited(0), issuerThatTakes(0, { now: 0 }).ask), /is gone/);
});

describe('what the requestor is told of a refusal', () => {
  const refused = (code: number) => refusalOf({ kind: 'REFUSED', code, message: 'Kari Nordmann, card lost' });

  for (const code of [111, 116, 158, 164, 432, 510, 777]) {
    test(`${code}, of type D or in no table, is a decision`, () => {
      assert.deepEqual(refused(code), { kind: 'DECLINED', code, message: defaultMessage(code) });
    });
  }

  for (const code of [221, 231, 321, 911, 921]) {
    test(`${code}, of type S or F, is technical`, () => {
      assert.deepEqual(refused(code), { kind: 'TECHNICAL', code, message: defaultMessage(code) });
    });
  }
});
