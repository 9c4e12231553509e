import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** What is awaited comes within this time, in milliseconds, or never; unless it is known to take longer. */
const usualPatience = 10_000;
const glance = 20;

/** Looks until there is something to see, and returns it; fails with `what` when it does not come. */
export async function until<Sight>(
  what: string,
  look: () => Promise<Sight | null | undefined | false>,
  { patience = usualPatience }: { patience?: number } = {},
): Promise<Sight> {
  const end = performance.now() + patience;
  for (;;) {
    const sight = await look();
    if (sight !== null && sight !== undefined && sight !== false) return sight;
    assert.ok(performance.now() < end, `${what} did not come within ${patience} ms`);
    await pause(glance);
  }
}
