import { durationUnits, parseDuration } from '@countermark/sandbox/duration';
import { InvalidArgumentError } from 'commander';

/** Milliseconds of `90s`, `15m`, `24h` or `30d`. */
export function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch {
    throw new InvalidArgumentError('Expected a duration such as 90s, 15m, 24h or 30d.');
  }
}

/** Milliseconds in whole units, the largest first: `1 d 2 h`, `90 ms`. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < durationUnits.s) return `${milliseconds} ms`;
  const parts = Object.entries(durationUnits)
    .reverse()
    .reduce<{ left: number; words: string[] }>(
      ({ left, words }, [unit, length]) => {
        const count = Math.floor(left / length);
        return { left: left - count * length, words: count > 0 ? [...words, `${count} ${unit}`] : words };
      },
      { left: milliseconds, words: [] },
    );
  return parts.words.join(' ');
}
