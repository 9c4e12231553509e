import { scrubPans } from '@countermark/wire/card/scrub';

/** Longest text that a report shows of what a peer said, in UTF-16 code units. */
export const longestText = 4_000;

/** Longest name of a member, and how deep values may lie in each other. */
const longestName = 200;
const deepest = 20;

/** A card number that is cut would not be known for one: so much of a text is looked at beyond what is shown. */
const lookahead = 64;

/** C0 and C1 but tab and line feed, marks that turn the direction of a text, and what XML 1.0 has no place for. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Unicode has pictures of the C0 controls, in their order from here on. */
const pictures = 0x2400;
const endOfC0 = 0x20;

/**
 * A text of a peer's as a report may hold it: card numbers starred, cut, and what would act on a terminal or break a
 * document made visible. It has yet to be escaped for the document it goes into.
 */
export function legible(text: string, longest: number = longestText): string {
  const looked = scrubPans(text.slice(0, longest + lookahead));
  const shown = looked
    .slice(0, longest)
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(invisible, pictureOf);
  return text.length > longest ? `${shown} ‹${text.length - longest} more characters›` : shown;
}

/** The same of a whole value: all its texts, and the names of its members. A number that is a card's becomes a text. */
export function legibleAll<Value>(value: Value): Value {
  return legibleWithin(value, deepest) as Value;
}

function legibleWithin(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return legible(value);
  if (typeof value === 'number') return legibleNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '‹nested too deep›';
  if (Array.isArray(value)) return value.map(item => legibleWithin(item, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      legible(name, longestName),
      legibleWithin(member, levels - 1),
    ]),
  );
}

function legibleNumber(value: number): number | string {
  const text = scrubPans(String(value));
  return text === String(value) ? value : text;
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < endOfC0) return String.fromCodePoint(pictures + code);
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
