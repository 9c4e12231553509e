import type { OperationClaim } from '../ports/aggregates/operations.ts';
import type { Hub } from '../ports/hub.ts';
import { runOperation } from '../use-cases/life-cycle/run-operation.ts';

/**
 * Operations of one lane at once. A dead TSP or wallet holds its own lane for as long as its time-outs last and no other;
 * one that answers within 50 ms gets 160 changes a second.
 */
const mostOfLane = 8;

/** Operations one process carries out at once: sixteen lanes may hang before a seventeenth has to wait. */
const mostUnderWay = 128;

/** Longer than the TSP and the device may take together. */
const lease = 60_000;

/** Takes what may be carried out beside what is under way; any number of processes share the work through the store. */
export async function claimDueOperations(
  hub: Hub,
  underWay: ReadonlySet<OperationClaim>,
): Promise<OperationClaim[]> {
  const limit = mostUnderWay - underWay.size;
  if (limit === 0) return [];
  const now = hub.clock.now();
  const rooms = new Map<string, number>();
  for (const lane of await hub.store.operations.lanesDue(now)) {
    const busy = [...underWay].filter(claim => claim.lane === lane).length;
    if (busy < mostOfLane) rooms.set(lane, mostOfLane - busy);
  }
  const until = new Date(now.getTime() + lease);
  const except = Array.from(underWay, ({ operation }) => operation.operationId);
  return rooms.size === 0 ? [] : hub.store.operations.claim(now, { until, rooms, limit, except });
}

/** Carries one operation as far as it goes now. */
export async function carryOutOperation(
  hub: Hub,
  { operation }: OperationClaim,
): Promise<{ afterwards: null }> {
  await runOperation(hub, operation);
  return { afterwards: null };
}
