import type { Clock } from '../../../ports/clock.ts';

const minute = 60_000;

/**
 * Counts calls per issuer and minute. The function it gives takes one call, and tells after how many seconds to come
 * again; 0: it is taken. Each process of a hub counts for itself.
 *
 * @param callsPerMinute null: as many as they like
 */
export function callLimit(callsPerMinute: number | null, clock: Clock): (issuerId: string) => number {
  const counts = new Map<string, { until: number; calls: number }>();
  return issuerId => {
    if (callsPerMinute === null) return 0;
    const now = clock.now().getTime();
    const known = counts.get(issuerId);
    const count = known && now < known.until ? known : { until: now + minute, calls: 0 };
    counts.set(issuerId, count);
    if (count.calls >= callsPerMinute) return Math.ceil((count.until - now) / 1000);
    count.calls += 1;
    return 0;
  };
}
