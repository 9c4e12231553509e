import type { Token } from '../core/token.ts';
import { eventWhenDue } from '../core/token-deadlines.ts';
import type { Hub } from '../ports.ts';
import { changeToken } from '../use-cases/change-token.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/**
 * Changes tokens whose time is over: never deployed, never activated, expired, or deleted long ago. Returns how many;
 * those a TSP does not change yet stay due.
 */
export async function ageTokens(hub: Hub): Promise<number> {
  const due = await hub.store.tokens.due(hub.clock.now(), batch);
  let changed = 0;
  for (const virtualCardId of due) {
    const token = await hub.store.tokens.find(virtualCardId);
    if (!token) continue;
    const result = await changeToken(hub, {
      virtualCardId,
      event: eventWhenDue(token),
      source: 'TSP',
      correlationId: null,
      onlyIf: current => isDue(current, hub.clock.now()) && current.state === token.state,
    });
    if (result.changed) changed += 1;
  }
  return changed;
}

/** Another worker may have been faster, or the token have been activated since it was listed. */
function isDue({ dueAt }: Token, now: Date): boolean {
  return dueAt !== null && dueAt <= now;
}
