import { isRetryable } from '@countermark/wire/issuer-gateway/response-codes';
import { type AttemptOutcome, afterAttempt, type Delivery } from '../core/delivery.ts';
import type { DeliveryAttempt, Hub, IssuerAnswer } from '../ports.ts';

/** How many deliveries one worker sends at a time. */
const concurrency = 16;

/** A worker that dies leaves its deliveries to others after this long; longer than any notification time-out. */
const lease = 60_000;

/**
 * Sends what is due, in order per token, until nothing is. Returns the number of attempts made. Several workers, in one
 * process or many, share the work through the store.
 */
export async function sendDueDeliveries(hub: Hub): Promise<number> {
  const now = hub.clock.now();
  const claimed = await hub.store.deliveries.claim(now, {
    until: new Date(now.getTime() + lease),
    limit: concurrency,
  });
  const attempts = await Promise.allSettled(claimed.map(delivery => attempt(hub, delivery)));
  const fault = attempts.find(result => result.status === 'rejected');
  if (fault) throw fault.reason;
  return claimed.length;
}

async function attempt(hub: Hub, delivery: Delivery): Promise<void> {
  const issuer = await hub.store.issuers.find(delivery.issuerId);
  const startedAt = hub.clock.now();
  const started = performance.now();
  const answer: IssuerAnswer<null> = issuer
    ? await hub.issuerBackend.deliver(issuer, delivery)
    : { kind: 'FAILED', status: null, reason: 'the issuer is no longer configured', retryAfter: null };
  const number = delivery.attempts + 1;
  const outcome = outcomeOf(answer);
  const retryAfter = answer.kind === 'FAILED' ? answer.retryAfter : null;
  const next = afterAttempt({ ...delivery, attempts: number }, { outcome, retryAfter }, hub.clock.now());
  await hub.store.deliveries.settle(
    { ...delivery, attempts: number, ...next },
    { number, startedAt, duration: Math.round(performance.now() - started), ...recorded(answer) },
  );
  if (outcome === 'ACKNOWLEDGED') await hub.store.deliveries.hasten(delivery.issuerId, hub.clock.now());
}

/** A refusal of type S is a passing fault; D and F are parked at once, and change nothing else. */
function outcomeOf(answer: IssuerAnswer<null>): AttemptOutcome {
  if (answer.kind === 'ANSWERED') return 'ACKNOWLEDGED';
  if (answer.kind === 'FAILED') return 'FAILED';
  return isRetryable(answer.code) ? 'FAILED' : 'REFUSED';
}

function recorded(answer: IssuerAnswer<null>): Pick<DeliveryAttempt, 'status' | 'code' | 'failure'> {
  switch (answer.kind) {
    case 'ANSWERED':
      return { status: 200, code: null, failure: null };
    case 'REFUSED':
      return { status: 400, code: answer.code, failure: answer.message };
    case 'FAILED':
      return { status: answer.status, code: null, failure: answer.reason };
  }
}
