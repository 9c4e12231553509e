import type { ClockView } from '@countermark/wire/operator/clock';
import { durationInWords } from '../duration.ts';
import { inTable } from '../output/time.ts';

/** The hub's time, and whether it is the real one. */
export function describeClock({ now, offsetMilliseconds, adjustable }: ClockView): string {
  const time = `${inTable(now)} UTC`;
  if (!adjustable) return `${time}, real time: this hub runs in production`;
  return offsetMilliseconds === 0
    ? `${time}, real time`
    : `${time}, ${durationInWords(offsetMilliseconds)} ahead of real time`;
}
