import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Fault, faultInWords } from '@countermark/sandbox/reference-issuer/faults';
import type { ReceivedNotification } from '@countermark/sandbox/sandbox-client';
import type { DeliveryView } from '@countermark/wire/operator/delivery';
import { StagePlayer } from './issuer-faults/play-stage.ts';
import { stages } from './issuer-faults/stages.ts';
import { changeIssuerSettings } from './support/issuer-settings.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** An issuer that failed often in a row is left alone so long before one delivery tries again. */
const breakerRest = 10 * second;

const stage = stages.notifyVirtualCardChange;
let sandbox: TestSandbox;
let player: StagePlayer;

before(async () => {
  sandbox = await startTestSandbox();
  player = new StagePlayer(sandbox.client);
});
after(() => sandbox.close());

const refusal = (responseCode: number): Fault => ({ responseCode });

const answersThatNeverCome: readonly Fault[] = ['timeout', 'slow-drip'];

/** Passing faults: 221, 321 and 921 are of type S. */
const passing: readonly Fault[] = ['500', 'reset', ...answersThatNeverCome, ...[221, 321, 921].map(refusal)];

/** Of type D and F; 777 is in no table, 191 is 158 in the TSP dialect. */
const lasting: readonly Fault[] = [112, 116, 119, 191, 231, 323, 432, 777, 911].map(refusal);

/** HTTP 200, whatever its body. */
const acknowledgements: readonly Fault[] = [
  'wrong-content-type',
  'huge-body',
  'missing-field',
  'unknown-level-of-trust',
];

describe('a passing fault: sent again, and what comes after it waits', () => {
  for (const fault of passing) {
    test(faultInWords(fault), async () => {
      const { enrolmentId, virtualCardId } = await activate(fault);
      const waiting = await delivery(virtualCardId, 'ACTIVATE', ({ attempts }) => attempts === 1);
      assert.equal(waiting.state, 'PENDING');
      await assertWait(waiting, 10 * second);

      await sandbox.client.reportTokenEvent(virtualCardId, { event: 'DEVICE_LOST' });
      await sandbox.client.advanceClock(10 * second);
      await delivery(virtualCardId, 'SUSPEND', ({ state }) => state === 'DELIVERED');

      const received = await notifications(virtualCardId);
      assert.deepEqual(actionsOf(received), ['ACTIVATE', 'ACTIVATE', 'SUSPEND']);
      const [first, again] = received;
      assert.deepEqual(again?.request, first?.request);
      assert.deepEqual([first?.correlationId, again?.correlationId], [enrolmentId, enrolmentId]);
      await assertTokenIs(virtualCardId, 'SUSPENDED');
    });
  }
});

describe('a lasting refusal: parked at once, and nothing waits for it', () => {
  for (const fault of lasting) {
    test(faultInWords(fault), async () => {
      const { virtualCardId } = await activate(fault);
      await delivery(virtualCardId, 'ACTIVATE', ({ state }) => state === 'PARKED');
      await assertTokenIs(virtualCardId, 'RESUMED');

      await sandbox.client.reportTokenEvent(virtualCardId, { event: 'DEVICE_LOST' });
      await delivery(virtualCardId, 'SUSPEND', ({ state }) => state === 'DELIVERED');
      await sandbox.client.advanceClock(10 * second);
      const parked = await delivery(virtualCardId, 'ACTIVATE', () => true);
      assert.deepEqual([parked.state, parked.attempts, parked.nextAttemptAt], ['PARKED', 1, undefined]);
      assert.deepEqual(actionsOf(await notifications(virtualCardId)), ['ACTIVATE', 'SUSPEND']);
    });
  }
});

describe('HTTP 200 acknowledges, whatever its body', () => {
  for (const fault of acknowledgements) {
    test(faultInWords(fault), async () => {
      const { virtualCardId } = await activate(fault);
      const delivered = await delivery(virtualCardId, 'ACTIVATE', ({ state }) => state === 'DELIVERED');
      assert.equal(delivered.attempts, 1);
    });
  }
});

test('after an outage the first success makes all that waits for the issuer due at once', async () => {
  const waiting = await activate('500');
  await delivery(waiting.virtualCardId, 'ACTIVATE', ({ attempts }) => attempts === 1);
  const other = await activate('missing-field');
  await delivery(other.virtualCardId, 'ACTIVATE', ({ state }) => state === 'DELIVERED');
  await delivery(waiting.virtualCardId, 'ACTIVATE', ({ state }) => state === 'DELIVERED');
});

test('an issuer that stays away is tried for 24 hours, then the delivery is parked, and delivered when replayed', async () => {
  const { operation, issuerId } = stage;
  const { virtualCardId } = await activate('500');
  await sandbox.client.injectFault(issuerId, { operation, fault: '500' });
  const hourly = Array.from({ length: 24 }, () => hour);
  const waits = [10 * second, minute, 5 * minute, 15 * minute, ...hourly];
  for (const [index, wait] of waits.entries()) {
    const waiting = await delivery(virtualCardId, 'ACTIVATE', ({ attempts }) => attempts === index + 1);
    await assertWait(waiting, wait);
    await sandbox.client.advanceClock(wait);
  }
  const parked = await delivery(virtualCardId, 'ACTIVATE', ({ state }) => state === 'PARKED');
  assert.equal(parked.attempts, waits.length + 1);

  await sandbox.client.clearFaults(issuerId);
  const report = await sandbox.client.replayDeliveries({
    state: 'PARKED',
    issuerId,
    since: parked.settledAt ?? '',
  });
  assert.deepEqual(report, { replayed: 1, overtaken: 0, overtakenIds: [] });
  await sandbox.client.reportTokenEvent(virtualCardId, { event: 'DEVICE_LOST' });
  await sandbox.client.advanceClock(breakerRest);
  await delivery(virtualCardId, 'SUSPEND', ({ state }) => state === 'DELIVERED');

  const received = await notifications(virtualCardId);
  assert.deepEqual([...new Set(actionsOf(received))], ['ACTIVATE', 'SUSPEND']);
  const activations = received.filter(({ request }) => request.action === 'ACTIVATE');
  assert.equal(activations.length, parked.attempts + 1);
  const [first] = activations;
  for (const { correlationId, request } of activations) {
    assert.deepEqual([correlationId, request], [first?.correlationId, first?.request]);
  }
});

// --- What all of them do ---------------------------------------------------------------------------------------------

/** A token becomes active whatever becomes of the notification of it. */
async function activate(fault: Fault): Promise<{ enrolmentId: string; virtualCardId: string }> {
  const notificationTimeout = answersThatNeverCome.includes(fault) ? second : 10 * second;
  await changeIssuerSettings(sandbox, { notificationTimeout });
  const { enrolmentId, report } = await player.play(stage, fault);
  assert.equal(report.enrolment?.outcome, 'ACTIVATED');
  const virtualCardId = report.enrolment.token?.virtualCardId ?? assert.fail('there is no token');
  return { enrolmentId, virtualCardId };
}

/** The delivery of one action, once it is as wanted. */
function delivery(
  virtualCardId: string,
  action: string,
  isAsWanted: (view: DeliveryView) => boolean,
): Promise<DeliveryView> {
  return until(`the delivery of ${action}`, async () => {
    const { deliveries } = await sandbox.client.token(virtualCardId);
    return deliveries.find(view => actionOf(view.body) === action && isAsWanted(view));
  });
}

/** The next attempt is due so long after the last one failed, by the hub's clock. */
async function assertWait({ correlationId, nextAttemptAt }: DeliveryView, wait: number): Promise<void> {
  const exchanges = await sandbox.client.exchanges(correlationId);
  const last = exchanges.findLast(({ operation }) => operation === stage.operation);
  if (!last) assert.fail('no attempt was recorded');
  const waited = Date.parse(nextAttemptAt ?? '') - Date.parse(last.startedAt) - last.duration;
  assert.ok(waited > wait - 50 && waited < wait + 5 * second, `${waited} ms instead of ${wait}`);
}

async function assertTokenIs(virtualCardId: string, state: string): Promise<void> {
  const { token } = await sandbox.client.token(virtualCardId);
  assert.equal(token.state, state);
}

/** What the issuer received of a token, in order. */
async function notifications(virtualCardId: string): Promise<ReceivedNotification[]> {
  const received = await sandbox.client.notifications(stage.issuerId);
  return received.filter(({ request }) => request.virtualCardId === virtualCardId);
}

function actionsOf(received: readonly ReceivedNotification[]): string[] {
  return received.map(({ request }) => request.action);
}

function actionOf(body: unknown): unknown {
  return (body as { action?: unknown }).action;
}
