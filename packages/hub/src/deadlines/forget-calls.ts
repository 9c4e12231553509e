import type { Hub } from '../ports.ts';

/** Forgets the calls of issuers that are no longer told from repeats; returns how many. */
export function forgetCalls(hub: Pick<Hub, 'store' | 'clock'>): Promise<number> {
  return hub.store.acceptedCalls.forgetExpired(hub.clock.now());
}
