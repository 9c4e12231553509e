import type { OperatorClock } from '../peers/operator/inbound/operator-access.ts';

/** Real time; production's only clock. */
export const systemClock: OperatorClock = {
  adjustable: false,
  now: () => new Date(),
  offset: () => 0,
  advance: () => Promise.reject(new Error('The clock of a hub in production cannot be moved')),
};

interface OffsetStore {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
}

/** Real time plus an offset that only grows and survives a restart. */
export async function sandboxClock(settings: OffsetStore, moved: () => void): Promise<OperatorClock> {
  const stored = await settings.get('clock-offset');
  let offset = typeof stored === 'number' ? stored : 0;
  return {
    adjustable: true,
    now: () => new Date(Date.now() + offset),
    offset: () => offset,
    async advance(milliseconds) {
      offset += milliseconds;
      await settings.set('clock-offset', offset);
      moved();
    },
  };
}
