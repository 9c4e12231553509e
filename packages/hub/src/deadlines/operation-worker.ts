import type { Hub } from '../ports.ts';
import { runOperation } from '../use-cases/run-operation.ts';

/** How many operations one worker carries out at a time. */
const concurrency = 8;

/** Longer than the TSP and the device may take together. */
const lease = 60_000;

/** Carries out the operations that are due; returns how many there were. */
export async function runDueOperations(hub: Hub): Promise<number> {
  const now = hub.clock.now();
  const claimed = await hub.store.operations.claim(now, {
    until: new Date(now.getTime() + lease),
    limit: concurrency,
  });
  const runs = await Promise.allSettled(claimed.map(operation => runOperation(hub, operation)));
  const fault = runs.find(result => result.status === 'rejected');
  if (fault) throw fault.reason;
  return claimed.length;
}
