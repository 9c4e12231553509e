import { setTimeout } from 'node:timers/promises';
import { HubUnreachableError } from './errors.ts';
import type { HubAnswer } from './hub-answer.ts';

/** How often and when a call is sent again. */
export interface Resending {
  /** How often at most a call is sent, the first time included. */
  attempts: number;
  /** Milliseconds before the second time; twice as many before each that follows. */
  firstDelay: number;
  /** Milliseconds that are never exceeded. A hub that asks for more is not waited for. */
  longestDelay: number;
  /** From 0 up to 1: how much of the second half of a delay is waited for, so that callers do not come back as one. */
  random: () => number;
  pause: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Three times in about half a second: whoever waits at a counter can still be told what happened. */
export const usualResending: Resending = {
  attempts: 3,
  firstDelay: 200,
  longestDelay: 5000,
  random: Math.random,
  pause: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};

/** What came of sending a call once. */
export type Outcome = HubAnswer | HubUnreachableError;

/**
 * Sends a call until something comes of it that sending it again would not better.
 *
 * @param means.worthwhile whether the same call may succeed, and do no harm, when it is sent again
 * @throws HubUnreachableError when no answer came the last time
 */
export async function resend(
  ask: () => Promise<HubAnswer>,
  means: { how: Resending; worthwhile: (outcome: Outcome) => boolean; signal: AbortSignal | undefined },
): Promise<HubAnswer> {
  const { how, worthwhile, signal } = means;
  for (let attempt = 1; ; attempt++) {
    const outcome = await outcomeOf(ask);
    const delay = delayAfter(attempt, outcome, how);
    if (attempt >= how.attempts || delay === undefined || !worthwhile(outcome)) {
      if (outcome instanceof HubUnreachableError) throw outcome;
      return outcome;
    }
    await how.pause(delay, signal);
  }
}

async function outcomeOf(ask: () => Promise<HubAnswer>): Promise<Outcome> {
  try {
    return await ask();
  } catch (fault) {
    if (fault instanceof HubUnreachableError) return fault;
    throw fault;
  }
}

function delayAfter(attempt: number, outcome: Outcome, how: Resending): number | undefined {
  const doubled = Math.min(how.firstDelay * 2 ** (attempt - 1), how.longestDelay);
  const own = (doubled / 2) * (1 + how.random());
  const asked = 'retryAfter' in outcome ? outcome.retryAfter : undefined;
  if (asked === undefined) return own;
  return asked > how.longestDelay ? undefined : Math.max(asked, own);
}
