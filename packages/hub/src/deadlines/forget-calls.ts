import type { Hub } from '../ports/hub.ts';

/** A call of a TSP is told from a repeat for a day, as one of an issuer is. */
const tspCallLife = 24 * 60 * 60_000;

/** How many calls of TSPs are forgotten before anybody else gets a turn. */
const batch = 1_000;

/** Forgets the calls of issuers and TSPs that are no longer told from repeats; returns how many. */
export async function forgetCalls(hub: Pick<Hub, 'store' | 'clock'>): Promise<number> {
  const now = hub.clock.now();
  const ofIssuers = await hub.store.acceptedCalls.forgetExpired(now);
  const ofTsps = await hub.store.tspCalls.forget(new Date(now.getTime() - tspCallLife), batch);
  return ofIssuers + ofTsps;
}
