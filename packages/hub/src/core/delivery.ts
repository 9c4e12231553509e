import type { CardProduct } from './card-product.ts';

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
  /** A call that took it along with others was refused: it goes in a call of its own. */
  alone: boolean;
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
  /** The token it is about, or tells the making of; null when it is about a card or a consumer. */
  virtualCardId: string | null;
  operation: string;
  correlationId: string;
  body: Record<string, unknown>;
  /** What the message's address needs to know and its body does not say. */
  parameters: Record<string, string> | null;
  createdAt: Date;
}

/** How an issuer says no: with a response code of the Issuer Gateway, or with the HTTP status and error code of D1. */
export type DeliveryRefusal = { code: number } | { status: number; errorCode: string | null };

/** The issuer refused the message for good, or did not take it for a day. */
export type Parking = ({ because: 'REFUSED' } & DeliveryRefusal) | { because: 'OUTLIVED' };

/**
 * How one attempt ended, in the terms the schedule cares about. `REFUSED_TOGETHER`: the call had others' messages, too,
 * and which of them the issuer dislikes is not known; `retryAfter`: how long the receiver asked to be left alone
 * (`Retry-After`, milliseconds).
 */
export type Attempt =
  | { outcome: 'ACKNOWLEDGED' }
  | ({ outcome: 'REFUSED' } & DeliveryRefusal)
  | { outcome: 'REFUSED_TOGETHER' }
  | { outcome: 'FAILED'; retryAfter: number | null };

/** What D1 deliveries are called; the rest of the name is the wire name of the message. */
const d1Prefix = 'd1/';

/** D1 deliveries of card operations: as the body says it all, or (V1) with the card in `parameters`. */
export const cardNotification = `${d1Prefix}notifyCardOperations`;

/** The same of operations of a digital card. */
export const digitalCardNotification = `${d1Prefix}notifyDigitalCardOperation`;

/** The API by which a delivery is sent. */
export function familyOf({ operation }: Pick<NewDelivery, 'operation'>): CardProduct['apiFamily'] {
  return operation.startsWith(d1Prefix) ? 'D1' : 'ISSUER_GATEWAY';
}

/** Whether a delivery may go in one call with others of its issuer (Outbound Card API, bulk delivery). */
export function goesWithOthers({
  operation,
  parameters,
  alone,
}: Pick<Delivery, 'operation' | 'parameters' | 'alone'>): boolean {
  return operation === cardNotification && parameters === null && !alone;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waiting times after the 1st, 2nd, ... failed attempt; then hourly until the delivery is 24 hours old. */
export const retrySchedules: Record<CardProduct['apiFamily'], readonly number[]> = {
  ISSUER_GATEWAY: [10 * second, minute, 5 * minute, 15 * minute, hour],
  D1: [5 * second, 30 * second, 2 * minute, 10 * minute, hour],
};
export const deliveryLifetime = 24 * hour;

export type NextStep =
  | { state: 'DELIVERED' }
  | { state: 'PARKED'; parked: Parking }
  | { state: 'PENDING'; nextAttemptAt: Date; alone?: true };

/** What becomes of a delivery after an attempt; `failures` are those before it. */
export function afterAttempt(
  delivery: Pick<Delivery, 'operation' | 'failures' | 'queuedAt'>,
  attempt: Attempt,
  now: Date,
): NextStep {
  if (attempt.outcome === 'ACKNOWLEDGED') return { state: 'DELIVERED' };
  if (attempt.outcome === 'REFUSED_TOGETHER') return { state: 'PENDING', nextAttemptAt: now, alone: true };
  if (attempt.outcome === 'REFUSED') {
    const { outcome: _, ...refusal } = attempt;
    return { state: 'PARKED', parked: { because: 'REFUSED', ...refusal } };
  }
  if (delivery.queuedAt <= outlivedBefore(now)) return { state: 'PARKED', parked: { because: 'OUTLIVED' } };
  const schedule = retrySchedules[familyOf(delivery)];
  const wait = Math.max(schedule[delivery.failures] ?? hour, attempt.retryAfter ?? 0);
  return { state: 'PENDING', nextAttemptAt: new Date(now.getTime() + wait) };
}

/** What was queued then or earlier is given up when it cannot be sent. */
export function outlivedBefore(now: Date): Date {
  return new Date(now.getTime() - deliveryLifetime);
}
