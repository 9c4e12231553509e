import { eventWhenDue } from '../core/token-deadlines.ts';
import type { Hub } from '../ports.ts';
import { changeToken } from '../use-cases/change-token.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/** Changes tokens whose time is over: never deployed, never activated, expired, or deleted long ago. */
export async function ageTokens(hub: Hub): Promise<number> {
  const due = await hub.store.tokens.due(hub.clock.now(), batch);
  for (const virtualCardId of due) {
    const token = await hub.store.tokens.find(virtualCardId);
    if (!token) continue;
    const change = { virtualCardId, event: eventWhenDue(token), source: 'TSP', correlationId: null } as const;
    await changeToken(hub, change);
  }
  return due.length;
}
