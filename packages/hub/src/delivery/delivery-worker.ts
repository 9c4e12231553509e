import {
  afterAttempt,
  cardNotification,
  type Delivery,
  familyOf,
  goesWithOthers,
  outlivedBefore,
} from '../core/delivery.ts';
import { afterFailure, breakerState, roomFor } from '../core/issuer-breaker.ts';
import type { DeliveryAttempt, DeliveryClaim } from '../ports/aggregates/deliveries.ts';
import type { ClaimShare } from '../ports/aggregates/operations.ts';
import type { Hub } from '../ports/hub.ts';
import type { LateAnswer, Listened } from '../ports/late-answer.ts';
import { type Consignment, consign, notificationsPerCall } from './consignment.ts';
import { type DeliveryAnswer, evidenceOf, judge } from './delivery-answer.ts';

/**
 * Calls one process makes at once, to all issuers: sixteen issuers may hang with all of their sixteen before a
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
 * Takes what may be sent beside what is under way: the first of each queue, a limited number of calls to each issuer, and
 * to one that does not answer a single one that tries. Any number of processes share the work through the store.
 */
export async function claimDueDeliveries(
  hub: Hub,
  underWay: ReadonlySet<Consignment>,
): Promise<Consignment[]> {
  const limit = mostUnderWay - underWay.size;
  if (limit === 0) return [];
  const now = hub.clock.now();
  const until = new Date(now.getTime() + lease);
  const rooms = await roomsOfIssuers(hub, { underWay, now, until });
  if (rooms.size === 0) return [];
  const except = [...underWay].flatMap(({ claims }) => claims.map(({ delivery }) => delivery.queueId));
  const claims = await hub.store.deliveries.claim(now, { until, rooms, limit, except });
  const byIssuer = Map.groupBy(claims, ({ delivery }) => delivery.issuerId);
  const consigned = Array.from(byIssuer, ([issuerId, ofIssuer]) =>
    consignTo(hub, issuerId, { claims: ofIssuer, now, until, except }),
  );
  return (await Promise.all(consigned)).flat();
}

/** Makes calls of what was claimed of one issuer; where several may go together, a call with room takes along what is due. */
async function consignTo(
  hub: Hub,
  issuerId: string,
  { claims, now, ...share }: Pick<ClaimShare, 'until' | 'except'> & { claims: DeliveryClaim[]; now: Date },
): Promise<Consignment[]> {
  const together = claims.filter(({ delivery }) => goesWithOthers(delivery));
  if (together.length === 0) return consign(claims, { perCall: 1 });
  const perCall = notificationsPerCall(await hub.store.issuers.find(issuerId));
  const limit = (perCall - (together.length % perCall)) % perCall;
  const call = { issuerId, operation: cardNotification, limit, ...share };
  const along = limit === 0 ? [] : await hub.store.deliveries.claimAlong(now, call);
  return consign([...claims, ...along], { perCall });
}

async function roomsOfIssuers(
  hub: Hub,
  { underWay, now, until }: { underWay: ReadonlySet<Consignment>; now: Date; until: Date },
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

function countByIssuer(consignments: Iterable<Consignment>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { issuerId } of consignments) counts.set(issuerId, (counts.get(issuerId) ?? 0) + 1);
  return counts;
}

/** Makes one attempt, keeps it with each delivery of the call, and goes on listening after a time-out. */
export async function attemptDeliveries(
  hub: Hub,
  { issuerId, claims }: Consignment,
): Promise<{ afterwards: Promise<void> | null }> {
  const startedAt = hub.clock.now();
  const started = performance.now();
  const answer = await send(hub, { issuerId, claims });
  const evidence = { startedAt, duration: Math.round(performance.now() - started), ...evidenceOf(answer) };
  const result = judge(answer, { together: claims.length > 1 });
  const now = hub.clock.now();
  for (const claim of claims) {
    const { delivery } = claim;
    const attempt = attemptAt(delivery, evidence);
    await hub.store.deliveries.settle(claim, { attempt, next: afterAttempt(delivery, result, now), now });
  }
  if (result.outcome === 'FAILED') await noteFailure(hub, issuerId, result);
  else await hub.store.breakers.recover(issuerId, now);
  const { late } = answer;
  return {
    afterwards: late
      ? late.then(arrived => takeLateAnswer(hub, { consignment: { issuerId, claims }, evidence, arrived }))
      : null,
  };
}

type Evidence = Omit<DeliveryAttempt, 'number'>;

function attemptAt({ attempts }: Delivery, evidence: Evidence): DeliveryAttempt {
  return { number: attempts + 1, ...evidence };
}

/** By the API of the deliveries' family. */
async function send(hub: Hub, { issuerId, claims }: Consignment): Promise<Listened<DeliveryAnswer>> {
  const issuer = await hub.store.issuers.find(issuerId);
  if (!issuer) {
    return { kind: 'FAILED', status: null, reason: 'the issuer is no longer configured', retryAfter: null };
  }
  const [{ delivery }, ...others] = claims;
  if (familyOf(delivery) !== 'D1') return hub.issuerBackend.deliver(issuer, delivery);
  return hub.d1Backend.deliver(issuer, [delivery, ...others.map(claim => claim.delivery)]);
}

/** Counts for the issuer's breaker; once that is open, what is too old by now is given up without another attempt. */
async function noteFailure(
  hub: Hub,
  issuerId: string,
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
    consignment: { issuerId, claims },
    evidence,
    arrived,
  }: { consignment: Consignment; evidence: Evidence; arrived: LateAnswer<DeliveryAnswer> | null },
): Promise<void> {
  if (!arrived) return;
  const now = hub.clock.now();
  const acknowledged = arrived.answer.kind === 'ANSWERED';
  const next = acknowledged ? ({ state: 'DELIVERED' } as const) : null;
  for (const { delivery } of claims) {
    const attempt = attemptAt(delivery, evidence);
    await hub.store.deliveries.answeredLate(delivery, { attempt, answer: arrived, next, now });
  }
  if (acknowledged) await hub.store.breakers.recover(issuerId, now);
  hub.wake.deliveries();
}
