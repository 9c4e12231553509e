import { detokenizationLimits } from '../core/detokenization.ts';
import type { Hub } from '../ports/hub.ts';

/** How many are forgotten in one go. */
const batch = 1_000;

/** Forgets what was answered to payments so long ago that nobody will repeat or question it. Returns how many. */
export async function forgetDetokenizations({ store, clock }: Hub): Promise<number> {
  const before = new Date(clock.now().getTime() - detokenizationLimits.history);
  return store.detokenizations.forget(before, batch);
}
