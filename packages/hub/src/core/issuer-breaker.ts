/**
 * How one issuer takes its notifications at present. After several failures in a row it is left alone, but for one
 * delivery at a time that tries whether it is back: a dead issuer costs hardly anything, and no delivery loses an attempt
 * it would have needed.
 */
export interface IssuerBreaker {
  issuerId: string;
  /** Failed attempts since the last one it answered. */
  failures: number;
  /** The breaker is open until then, and half open afterwards; null: closed. */
  restsUntil: Date | null;
  /** Until when the issuer itself asked to be left alone (`Retry-After`). */
  heldUntil: Date | null;
}

/** An issuer that failed so often in a row is taken for dead: fewer would open for one message it chokes on. */
export const failuresToOpen = 5;

/**
 * From one try to the next, in milliseconds; far less than a delivery waits by itself after as many failures as open the
 * breaker. A dead issuer is asked 360 times an hour at most, however many deliveries wait for it.
 */
export const breakerRest = 10_000;

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

export function breakerState({ restsUntil, heldUntil }: IssuerBreaker, now: Date): BreakerState {
  if (heldUntil !== null && heldUntil > now) return 'OPEN';
  if (restsUntil === null) return 'CLOSED';
  return restsUntil > now ? 'OPEN' : 'HALF_OPEN';
}

/** @param failure `retryAfter`: how long the issuer asked to be left alone, in milliseconds */
export function afterFailure(
  breaker: IssuerBreaker,
  { retryAfter }: { retryAfter: number | null },
  now: Date,
): IssuerBreaker {
  const failures = breaker.failures + 1;
  const asked = retryAfter === null ? null : new Date(now.getTime() + retryAfter);
  return {
    ...breaker,
    failures,
    restsUntil: failures < failuresToOpen ? null : new Date(now.getTime() + breakerRest),
    heldUntil: asked ?? breaker.heldUntil,
  };
}

/**
 * Deliveries of one issuer that one process sends at once. Sixteen answers of 30 ms each are 500 notifications a second;
 * a backend that cannot take as many says so with 429.
 */
export const deliveriesPerIssuer = 16;

/** How many more deliveries of an issuer may begin now. */
export function roomFor(breaker: IssuerBreaker, { underWay, now }: { underWay: number; now: Date }): number {
  switch (breakerState(breaker, now)) {
    case 'CLOSED':
      return deliveriesPerIssuer - underWay;
    case 'HALF_OPEN':
      return underWay === 0 ? 1 : 0;
    case 'OPEN':
      return 0;
  }
}
