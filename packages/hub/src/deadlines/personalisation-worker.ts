import type { Hub } from '../ports/hub.ts';
import { carryPersonalisation } from '../use-cases/personalisation/carry-personalisation.ts';

/** How many are carried on at a time. */
const concurrency = 8;

/** Longer than TSP and device may take together. */
const lease = 60_000;

/** Carries on the personalisation data that are due; returns how many there were. */
export async function carryDuePersonalisations(hub: Hub): Promise<number> {
  const now = hub.clock.now();
  const until = new Date(now.getTime() + lease);
  const due = await hub.store.personalisations.claim(now, { until, limit: concurrency });
  const runs = await Promise.allSettled(due.map(one => carryPersonalisation(hub, one)));
  const fault = runs.find(result => result.status === 'rejected');
  if (fault) throw fault.reason;
  return due.length;
}
