import { afterCheck, healthCheckInterval, isDown, type TspConnection } from '../../core/tsp-connection.ts';
import type { Hub } from '../../ports/hub.ts';

/** Checks the TSPs whose health check is due; returns how many there were. */
export async function checkTspHealth(hub: Hub): Promise<number> {
  const now = hub.clock.now();
  const next = new Date(now.getTime() + healthCheckInterval);
  const due = await hub.store.tspConnections.claimChecks(now, next);
  await Promise.all(due.map(connection => check(hub, connection)));
  return due.length;
}

/** What waited for a TSP that is back is due at once. */
async function check(hub: Hub, { tsp, health }: TspConnection): Promise<void> {
  const answered = (await hub.externalTsp(tsp).health()) === 'ANSWERS';
  const now = hub.clock.now();
  await hub.store.tspConnections.saveHealth(tsp, afterCheck(health, { answered, now }));
  if (!answered || !isDown(health)) return;
  await hub.store.operations.hasten(tsp, now);
  hub.wake.operations();
}
