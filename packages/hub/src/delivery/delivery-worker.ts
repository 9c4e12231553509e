import { isRetryable } from '@countermark/wire/issuer-gateway/response-codes';
import { type Attempt, afterAttempt, type Delivery, outlivedBefore } from '../core/delivery.ts';
import { afterFailure, breakerState, roomFor } from '../core/issuer-breaker.ts';
import type { DeliveryAttempt, DeliveryClaim } from '../ports/aggregates/deliveries.ts';
import type { Hub } from '../ports/hub.ts';
import type { DeliveryAnswer, IssuerAnswer, LateAnswer } from '../ports/issuer-backend.ts';

/**
 * Deliveries one process sends at once, of all issuers: sixteen issuers may hang with all of their sixteen before a
 * seventeenth has to wait, and until the first time-out at that. A body is 64 KiB at most: 16 MiB, whatever the backlog.
 */
const mostUnderWay = 256;

/**
 * A worker that dies leaves its deliveries to others after this long; twice the longest notification time-out (30 s), so
 * that nobody loses one that is still being sent.
 */
const lease = 60_000;

/** Given up at a time: one statement that holds its locks for a few milliseconds. */
const parkedAtOnce = 500;

/**
 * Takes what may be sent beside what is under way: the first of each queue, a limited number of each issuer, and of one
 * that does not answer a single one that tries. Any number of processes share the work through the store.
 */
export async function claimDueDeliveries(
  hub: Hub,
  underWay: ReadonlySet<DeliveryClaim>,
): Promise<DeliveryClaim[]> {
  const limit = mostUnderWay - underWay.size;
  if (limit === 0) return [];
  const now = hub.clock.now();
  const until = new Date(now.getTime() + lease);
  const rooms = await roomsOfIssuers(hub, { underWay, now, until });
  const except = Array.from(underWay, ({ delivery }) => delivery.queueId);
  return rooms.size === 0 ? [] : hub.store.deliveries.claim(now, { until, rooms, limit, except });
}

async function roomsOfIssuers(
  hub: Hub,
  { underWay, now, until }: { underWay: ReadonlySet<DeliveryClaim>; now: Date; until: Date },
): Promise<Map<string, number>> {
  const due = await hub.store.deliveries.issuersDue(now);
  const busy = countByIssuer(underWay);
  const rooms = new Map<string, number>();
  if (due.length === 0) return rooms;
  for (const breaker of await hub.store.breakers.of(due)) {
    const { issuerId } = breaker;
    const room = roomFor(breaker, { underWay: busy.get(issuerId) ?? 0, now });
    if (room === 0) continue;
    const tries = breakerState(breaker, now) === 'HALF_OPEN';
    if (tries && !(await hub.store.breakers.takeTry(issuerId, { now, until }))) continue;
    rooms.set(issuerId, room);
  }
  return rooms;
}

function countByIssuer(claims: Iterable<DeliveryClaim>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { delivery } of claims) {
    counts.set(delivery.issuerId, (counts.get(delivery.issuerId) ?? 0) + 1);
  }
  return counts;
}

/** Makes one attempt, keeps it, and goes on listening after a time-out. */
export async function attemptDelivery(
  hub: Hub,
  claim: DeliveryClaim,
): Promise<{ afterwards: Promise<void> | null }> {
  const { delivery } = claim;
  const issuer = await hub.store.issuers.find(delivery.issuerId);
  const startedAt = hub.clock.now();
  const started = performance.now();
  const answer: DeliveryAnswer = issuer
    ? await hub.issuerBackend.deliver(issuer, delivery)
    : { kind: 'FAILED', status: null, reason: 'the issuer is no longer configured', retryAfter: null };
  const attempt: DeliveryAttempt = {
    number: delivery.attempts + 1,
    startedAt,
    duration: Math.round(performance.now() - started),
    ...recorded(answer),
  };
  const result = judge(answer);
  const now = hub.clock.now();
  await hub.store.deliveries.settle(claim, { attempt, next: afterAttempt(delivery, result, now), now });
  if (result.outcome === 'FAILED') await noteFailure(hub, delivery, result);
  else await hub.store.breakers.recover(delivery.issuerId, now);
  const { late } = answer;
  return {
    afterwards: late ? late.then(arrived => takeLateAnswer(hub, { delivery, attempt, arrived })) : null,
  };
}

/** Counts for the issuer's breaker; once that is open, what is too old by now is given up without another attempt. */
async function noteFailure(
  hub: Hub,
  { issuerId }: Delivery,
  failure: { retryAfter: number | null },
): Promise<void> {
  const now = hub.clock.now();
  const breaker = await hub.store.transaction(async tx => {
    const changed = afterFailure(await tx.breakers.lock(issuerId), failure, now);
    await tx.breakers.save(changed);
    return changed;
  });
  if (breaker.restsUntil === null) return;
  const outlived = { queuedBefore: outlivedBefore(now), now, limit: parkedAtOnce };
  while ((await hub.store.deliveries.parkOutlived(issuerId, outlived)) > 0);
}

/** An acknowledgement counts when it comes; any other late answer is only kept. */
async function takeLateAnswer(
  hub: Hub,
  {
    delivery,
    attempt,
    arrived,
  }: { delivery: Delivery; attempt: DeliveryAttempt; arrived: LateAnswer | null },
): Promise<void> {
  if (!arrived) return;
  const now = hub.clock.now();
  const acknowledged = arrived.answer.kind === 'ANSWERED';
  await hub.store.deliveries.answeredLate(delivery, {
    attempt,
    answer: arrived,
    next: acknowledged ? { state: 'DELIVERED' } : null,
    now,
  });
  if (acknowledged) await hub.store.breakers.recover(delivery.issuerId, now);
  hub.wake.deliveries();
}

/** A refusal of type S is a passing fault; D and F are parked at once, and change nothing else. */
function judge(answer: IssuerAnswer<null>): Attempt {
  if (answer.kind === 'ANSWERED') return { outcome: 'ACKNOWLEDGED' };
  if (answer.kind === 'FAILED') return { outcome: 'FAILED', retryAfter: answer.retryAfter };
  const { code } = answer;
  return isRetryable(code) ? { outcome: 'FAILED', retryAfter: null } : { outcome: 'REFUSED', code };
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
