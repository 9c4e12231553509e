import { InvalidArgumentError } from 'commander';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const units = { s: second, m: minute, h: hour, d: day } as const;

/** Milliseconds of `90s`, `15m`, `24h` or `30d`. */
export function duration(text: string): number {
  const { count, unit } = /^(?<count>[1-9][0-9]{0,8})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  if (count === undefined)
    throw new InvalidArgumentError('Expected a duration such as 90s, 15m, 24h or 30d.');
  return Number(count) * units[unit as keyof typeof units];
}

/** Milliseconds in whole units, the largest first: `1 d 2 h`, `90 ms`. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < second) return `${milliseconds} ms`;
  const parts = Object.entries(units)
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
