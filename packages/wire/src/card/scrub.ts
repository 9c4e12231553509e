import { isPan, maskPan } from './pan.ts';

const shortestPan = 13;
const longestPan = 19;

/** What stands between the digits of a number that people have grouped: spaces and dashes, in all their widths. */
const separator = '[ \\u00a0\\u2010-\\u2015-]{1,3}';

const uuid = '(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])';

/** Years 1900 to 2099 only: no card scheme has numbers that begin so and are grouped 4-2-2. */
const date = '(?<![0-9])(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![0-9])';

const harmless = new RegExp(`(${uuid}|${date})`, 'i');
const digitRun = new RegExp(`[0-9](?:(?:${separator})?[0-9])+`, 'g');
const digitGroup = /[0-9]+/g;

/**
 * The last gate before a log: stars every card number in a text down to its first six and last four digits.
 *
 * A card number is 13 to 19 digits that pass Luhn, in one piece or in groups parted by spaces or dashes, alone
 * or beside other groups of digits. In a piece of more than 19 digits it may begin and end anywhere.
 * UUIDs, ISO 8601 dates and numbers of up to 12 digits, TRIDs for one, stay as they are.
 *
 * It is a net under the allow-list of the exchange log, no replacement: one number in ten of that length passes
 * Luhn by chance and is starred too, and a card number that is spelt in another way is not seen.
 */
export function scrubPans(text: string): string {
  return text
    .split(harmless)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(digitRun, scrubRun)))
    .join('');
}

/** Stars the digits of one run, its separators kept. */
function scrubRun(run: string): string {
  const groups = run.match(digitGroup) ?? [];
  const digits = groups.join('');
  if (digits.length < shortestPan) return run;

  const shown = digits.split('');
  for (const { start, end } of panPositions(digits, boundariesOf(groups))) {
    const masked = maskPan(digits.slice(start, end));
    for (let at = start; at < end; at++) if (masked[at - start] === '*') shown[at] = '*';
  }

  let at = 0;
  return run.replace(/[0-9]/g, () => shown[at++] ?? '*');
}

/** Offsets, in rising order, at which a card number may begin or end: the edges of groups, and all of an overlong one. */
function boundariesOf(groups: readonly string[]): number[] {
  const boundaries = [0];
  let offset = 0;
  for (const group of groups) {
    if (group.length > longestPan)
      for (let inside = 1; inside < group.length; inside++) boundaries.push(offset + inside);
    offset += group.length;
    boundaries.push(offset);
  }
  return boundaries;
}

function* panPositions(
  digits: string,
  boundaries: readonly number[],
): Generator<{ start: number; end: number }> {
  for (const [index, start] of boundaries.entries()) {
    for (const end of boundaries.slice(index + 1, index + 1 + longestPan)) {
      if (isPan(digits.slice(start, end))) yield { start, end };
    }
  }
}
