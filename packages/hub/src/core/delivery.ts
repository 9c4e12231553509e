/** A message the hub owes an issuer: sent at least once, in order, with the same body and ids every time. */
export interface Delivery {
  deliveryId: string;
  issuerId: string;
  /** Deliveries of one token go one after the other. */
  virtualCardId: string;
  operation: string;
  correlationId: string;
  body: Record<string, unknown>;
  state: 'PENDING' | 'DELIVERED' | 'PARKED';
  attempts: number;
  createdAt: Date;
  nextAttemptAt: Date;
}

/** How one attempt ended, in the terms the schedule cares about. */
export type AttemptOutcome = 'ACKNOWLEDGED' | 'FAILED' | 'REFUSED';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waiting times after the 1st, 2nd, ... failed attempt; then hourly until the delivery is 24 hours old. */
export const retrySchedule = [10 * second, minute, 5 * minute, 15 * minute, hour] as const;
export const deliveryLifetime = 24 * hour;

export type NextStep =
  | { state: 'DELIVERED' }
  | { state: 'PARKED' }
  | { state: 'PENDING'; nextAttemptAt: Date };

/** One attempt: how it ended, and how long the receiver asked to be left alone (`Retry-After`, milliseconds). */
export interface Attempt {
  outcome: AttemptOutcome;
  retryAfter: number | null;
}

/** What becomes of a delivery after an attempt. `attempts` counts the one just made. */
export function afterAttempt(
  delivery: { attempts: number; createdAt: Date },
  { outcome, retryAfter }: Attempt,
  now: Date,
): NextStep {
  if (outcome === 'ACKNOWLEDGED') return { state: 'DELIVERED' };
  if (outcome === 'REFUSED') return { state: 'PARKED' };
  if (now.getTime() - delivery.createdAt.getTime() >= deliveryLifetime) return { state: 'PARKED' };
  const wait = Math.max(retrySchedule[delivery.attempts - 1] ?? hour, retryAfter ?? 0);
  return { state: 'PENDING', nextAttemptAt: new Date(now.getTime() + wait) };
}
