import type { Hub } from '../ports/hub.ts';

/** Forgets codes of push provisioning that are refused for their age by now. Returns how many. */
export async function forgetPushUses({ store, clock }: Hub): Promise<number> {
  return store.pushUses.forget(clock.now());
}
