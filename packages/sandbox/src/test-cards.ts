import { createHash } from 'node:crypto';
import { luhnCheckDigit } from '@countermark/wire/card/pan';

/** PAN prefixes of the sandbox's products. 9990 is a made-up national range: no real card begins with it. */
export const sandboxPanPrefixes = {
  'DEMO-DEBIT': '99901001',
  'DEMO-LIMITED': '99901002',
  'DEMO-PLAIN': '99901003',
  'DEMO-COBADGED': '99901014',
  'DEMO-DOMESTIC': '99901015',
  'DEMO-REMOTE': '99901016',
  'DEMO-MASTERCARD': '99901051',
  'DEMO-VISA': '99901052',
  'D1-VISA': '99901061',
  'D1-MASTERCARD': '99901062',
  'D1-AUTO': '99901063',
  'D1-FETCHED': '99901064',
  'D1-CREATED': '99901065',
  'D1-PLAIN': '99901066',
} as const;

/** The products of issuers that speak D1. */
export const d1ProductIds = [
  'D1-VISA',
  'D1-MASTERCARD',
  'D1-AUTO',
  'D1-FETCHED',
  'D1-CREATED',
  'D1-PLAIN',
] as const;
export type D1ProductId = (typeof d1ProductIds)[number];

/** Payment schemes of those products that are not domestic. */
const networkSchemes = [
  { prefix: sandboxPanPrefixes['DEMO-MASTERCARD'], scheme: 'MASTERCARD' },
  { prefix: sandboxPanPrefixes['DEMO-VISA'], scheme: 'VISA' },
  { prefix: sandboxPanPrefixes['DEMO-COBADGED'], scheme: 'VISA' },
  { prefix: sandboxPanPrefixes['D1-VISA'], scheme: 'VISA' },
  { prefix: sandboxPanPrefixes['D1-MASTERCARD'], scheme: 'MASTERCARD' },
  { prefix: sandboxPanPrefixes['D1-AUTO'], scheme: 'VISA' },
  { prefix: sandboxPanPrefixes['D1-FETCHED'], scheme: 'MASTERCARD' },
  { prefix: sandboxPanPrefixes['D1-CREATED'], scheme: 'VISA' },
  { prefix: sandboxPanPrefixes['D1-PLAIN'], scheme: 'VISA' },
] as const;

/** The payment scheme of a test card. */
export function testScheme(pan: string): 'DOMESTIC' | 'MASTERCARD' | 'VISA' {
  return networkSchemes.find(({ prefix }) => pan.startsWith(prefix))?.scheme ?? 'DOMESTIC';
}

const usualPanLength = 16;

/**
 * Which card of a range: the `index`-th in numerical order from 0, the one that a `seed` always leads to, or the first
 * with this `ending`, among those that the seed leads to if one is given.
 */
export type TestPanChoice = { index: number } | { seed: string } | { ending: string; seed?: string };

/**
 * A PAN of a range that passes the Luhn check, always the same for the same input.
 *
 * @param card.prefix leading digits of the range
 * @param card.length digits in all, check digit included; 16 unless given, at most 19
 * @throws RangeError when the prefix leaves no room, or the range has no card of that index
 * @example
 * testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 7 });
 */
export function testPan(card: { prefix: string; length?: number } & TestPanChoice): string {
  const free = (card.length ?? usualPanLength) - card.prefix.length - 1;
  if (free < 1) throw new RangeError('The prefix of a test card leaves no digit to choose');
  if ('ending' in card) return panEnding(card, free);
  const body = card.prefix + ('index' in card ? indexDigits(card.index, free) : seedDigits(card.seed, free));
  return body + luhnCheckDigit(body);
}

/** One of ten numbers that differ in one digit only has the check digit that the ending asks for. */
function panEnding(
  { prefix, ending, seed }: { prefix: string; ending: string; seed?: string },
  free: number,
): string {
  const before = free + 1 - ending.length;
  if (before < 1) throw new RangeError('The ending of a test card leaves no digit to choose');
  const leading = seed === undefined ? '0'.repeat(before - 1) : seedDigits(seed, before).slice(1);
  const digits = Array.from('0123456789', digit => leading + digit);
  const pans = digits.map(filling => prefix + filling + ending);
  const found = pans.find(pan => luhnCheckDigit(pan.slice(0, -1)) === pan.slice(-1));
  if (found === undefined) throw new RangeError('The ending of a test card is digits only');
  return found;
}

/** A card as its holder types it in: expiry `MMYY`, and the card security code. */
export interface TestCard {
  pan: string;
  exp: string;
  cvv: string;
}

/** The card a simulated cardholder uses when no other is asked for: the first one of DEMO-DEBIT. */
export const builtInTestCard: Readonly<TestCard> = {
  pan: testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 0 }),
  exp: '1230',
  cvv: '123',
};

function indexDigits(index: number, free: number): string {
  const digits = String(index).padStart(free, '0');
  if (!Number.isSafeInteger(index) || index < 0 || digits.length > free) {
    throw new RangeError(`A test card's index is a whole number of at most ${free} digits`);
  }
  return digits;
}

function seedDigits(seed: string, free: number): string {
  const hash = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`);
  return String(hash % 10n ** BigInt(free)).padStart(free, '0');
}
