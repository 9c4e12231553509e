import type { Token } from '../core/token.ts';
import { eventWhenDue } from '../core/token-deadlines.ts';
import type { TokenEvent } from '../core/token-life-cycle.ts';
import type { Hub } from '../ports/hub.ts';
import { changeToken } from '../use-cases/life-cycle/change-token.ts';
import { completeErasure } from '../use-cases/life-cycle/erase-token.ts';
import { renewToken } from '../use-cases/life-cycle/renew-token.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/** A TSP that does not change a token now is asked again after this long, so that others come in between. */
const nextAttempt = 5 * 60_000;

/**
 * Changes tokens whose time is over: never deployed, never activated, about to expire, expired, deleted long ago, or
 * erased but not all told. Returns how many it is done with; those a TSP does not change yet are due again later.
 */
export async function ageTokens(hub: Hub): Promise<number> {
  const due = await hub.store.tokens.due(hub.clock.now(), batch);
  let done = 0;
  for (const virtualCardId of due) {
    const token = await hub.store.tokens.find(virtualCardId);
    if (token && (await age(hub, token))) done += 1;
  }
  return done;
}

async function age(hub: Hub, token: Token): Promise<boolean> {
  const { virtualCardId, state } = token;
  if (state === 'ERASED') return completeErasure(hub, virtualCardId);
  const event = eventWhenDue(token, hub.clock.now());
  const isDone =
    event.type === 'RENEWED' ? await renewToken(hub, token) : await change(hub, { token, event });
  if (!isDone) await putOff(hub, token);
  return isDone;
}

async function change(hub: Hub, { token, event }: { token: Token; event: TokenEvent }): Promise<boolean> {
  const { virtualCardId, state } = token;
  const result = await changeToken(hub, {
    virtualCardId,
    event,
    source: 'TSP',
    correlationId: null,
    onlyIf: current => isDue(current, hub.clock.now()) && current.state === state,
  });
  return result.changed;
}

async function putOff(hub: Hub, { virtualCardId }: Token): Promise<void> {
  const now = hub.clock.now();
  await hub.store.transaction(async tx => {
    const token = await tx.tokens.lock(virtualCardId);
    if (!token || !isDue(token, now)) return;
    await tx.tokens.save({ ...token, dueAt: new Date(now.getTime() + nextAttempt) });
  });
}

/** Another worker may have been faster, or the token have been activated since it was listed. */
function isDue({ dueAt }: Token, now: Date): boolean {
  return dueAt !== null && dueAt <= now;
}
