/** A handler took longer than the hub waits. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Milliseconds, a little less than the hub waits: 5 s for a decision, 10 s for the receipt of a notice, unless it was set up
 * otherwise (Issuer Gateway API, API guidelines).
 */
export interface TimeLimits {
  answer: number;
  notice: number;
}

export const defaultTimeLimits: TimeLimits = { answer: 4_500, notice: 9_000 };

/**
 * Runs something that has to be done in time. What takes longer is told by its signal, and goes on by itself.
 *
 * @throws TimeLimitError after `limit` milliseconds
 */
export async function withinTime<Result>(
  limit: number,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { promise: timeOut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new TimeLimitError(
      `The handler took longer than ${limit} ms, and the hub waits no longer.`,
    );
    controller.abort(error);
    reject(error);
  }, limit);
  try {
    return await Promise.race([run(controller.signal), timeOut]);
  } finally {
    clearTimeout(timer);
  }
}
