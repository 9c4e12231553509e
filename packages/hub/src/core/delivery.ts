/** A message the hub owes an issuer: sent at least once, in order, with the same body and ids every time. */
export interface Delivery extends NewDelivery {
  /** Its place in its queue, whose deliveries go one after the other. */
  sequence: number;
  state: 'PENDING' | 'DELIVERED' | 'PARKED';
  /** Why it was given up. */
  parked: Parking | null;
  /** All that were ever made. */
  attempts: number;
  /** Attempts that failed since it was queued. */
  failures: number;
  /** Since when it is to be sent: made, or replayed. */
  queuedAt: Date;
  /** When it was delivered or parked. */
  settledAt: Date | null;
  /** When it is sent next; null when it is not, or an earlier one of its queue goes first. */
  nextAttemptAt: Date | null;
}

/** What a change has to tell. */
export interface NewDelivery {
  deliveryId: string;
  issuerId: string;
  /** Whose changes are told in order: a token of the Issuer Gateway, a card with its digital cards or a consumer of D1. */
  queueId: string;
  /** The token it is about; null when it is about a card or a consumer. */
  virtualCardId: string | null;
  operation: string;
  correlationId: string;
  body: Record<string, unknown>;
  /** What the message's address needs to know and its body does not say. */
  parameters: Record<string, string> | null;
  createdAt: Date;
}

/** The issuer refused the message for good, or did not take it for a day. */
export type Parking = { because: 'REFUSED'; code: number } | { because: 'OUTLIVED' };

/**
 * How one attempt ended, in the terms the schedule cares about. `code`: of the refusal; `retryAfter`: how long the
 * receiver asked to be left alone (`Retry-After`, milliseconds).
 */
export type Attempt =
  | { outcome: 'ACKNOWLEDGED' }
  | { outcome: 'REFUSED'; code: number }
  | { outcome: 'FAILED'; retryAfter: number | null };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waiting times after the 1st, 2nd, ... failed attempt; then hourly until the delivery is 24 hours old. */
export const retrySchedule = [10 * second, minute, 5 * minute, 15 * minute, hour] as const;
export const deliveryLifetime = 24 * hour;

export type NextStep =
  | { state: 'DELIVERED' }
  | { state: 'PARKED'; parked: Parking }
  | { state: 'PENDING'; nextAttemptAt: Date };

/** What becomes of a delivery after an attempt; `failures` are those before it. */
export function afterAttempt(
  delivery: Pick<Delivery, 'failures' | 'queuedAt'>,
  attempt: Attempt,
  now: Date,
): NextStep {
  if (attempt.outcome === 'ACKNOWLEDGED') return { state: 'DELIVERED' };
  if (attempt.outcome === 'REFUSED') {
    return { state: 'PARKED', parked: { because: 'REFUSED', code: attempt.code } };
  }
  if (delivery.queuedAt <= outlivedBefore(now)) return { state: 'PARKED', parked: { because: 'OUTLIVED' } };
  const wait = Math.max(retrySchedule[delivery.failures] ?? hour, attempt.retryAfter ?? 0);
  return { state: 'PENDING', nextAttemptAt: new Date(now.getTime() + wait) };
}

/** What was queued then or earlier is given up when it cannot be sent. */
export function outlivedBefore(now: Date): Date {
  return new Date(now.getTime() - deliveryLifetime);
}
