import type { Personalisation } from '../../core/personalisation.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** How many of a token's newest ones are looked at: what is under way is among them. */
const newest = 10;

/**
 * Queues new data for an active token, once: what is under way already is not begun again. Not every TSP has its data
 * carried by the hub.
 */
export async function beginPersonalisation(
  hub: Hub,
  { token, purpose }: { token: Token; purpose: 'REPERSONALISATION' | 'REPLENISHMENT' },
): Promise<'BEGUN' | 'UNDER_WAY' | 'NOT_ALLOWED'> {
  if (token.state !== 'RESUMED' || tspOf(hub, token.tsp).personalisation === null) return 'NOT_ALLOWED';
  return hub.store.transaction(async tx => {
    await tx.tokens.lock(token.virtualCardId);
    const known = await tx.personalisations.ofToken(token.virtualCardId, newest);
    if (known.some(one => one.purpose === purpose && one.step !== 'CLOSED')) return 'UNDER_WAY';
    await tx.personalisations.insert(firstStep(hub, token, purpose));
    return 'BEGUN';
  });
}

function firstStep(hub: Hub, token: Token, purpose: Personalisation['purpose']): Personalisation {
  const now = hub.clock.now();
  return {
    personalisationId: hub.ids.uuid(),
    tsp: token.tsp,
    issuerId: token.issuerId,
    correlationId: hub.ids.uuid(),
    purpose,
    tspTokenId: token.tspTokenId,
    virtualCardId: token.virtualCardId,
    step: 'REQUEST_DUE',
    sealedElements: null,
    parts: [],
    failure: null,
    attempts: 0,
    createdAt: now,
    dueAt: now,
  };
}
