/** The longest wait a peer may ask for: an hour, the longest the hub waits between two attempts of its own. */
const longestWait = 60 * 60 * 1_000;

const secondsForm = /^\d+$/;
const httpDateForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long a peer asks to wait, in milliseconds, at most an hour; `null` when it does not say so legibly
 * (RFC 9110, section 10.2.3). A point in time is counted from the answer's own `Date`: the peer's clock may be wrong,
 * and ours be moved.
 */
export function retryAfterOf(headers: { 'retry-after'?: unknown; date?: unknown }): number | null {
  const { 'retry-after': wait, date } = headers;
  if (typeof wait === 'string' && secondsForm.test(wait)) return Math.min(Number(wait) * 1_000, longestWait);
  const until = readHttpDate(wait);
  if (until === null) return null;
  const answeredAt = readHttpDate(date) ?? Date.now();
  return Math.min(Math.max(until - answeredAt, 0), longestWait);
}

function readHttpDate(value: unknown): number | null {
  if (typeof value !== 'string' || !httpDateForm.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
