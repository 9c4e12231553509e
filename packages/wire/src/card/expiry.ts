/**
 * The expiry date of a card or token: four digits, month before year, `MMYY`.
 * The card is good to the last instant of that month; the century is 20 (Issuer Gateway API, data encryption).
 */
export type Expiry = string;

/** The shape of an {@link Expiry} as a JSON Schema pattern. */
export const expiryPattern = '^(0[1-9]|1[0-2])[0-9]{2}$';

const expiryShape = new RegExp(expiryPattern);

/** Whether `text` is a month from 01 to 12 followed by two digits of a year. */
export function isExpiry(text: string): boolean {
  return expiryShape.test(text);
}

/**
 * The year of expiry in four digits, `1230` giving 2030.
 *
 * @throws RangeError when `expiry` is not `MMYY`
 */
export function expiryYear(expiry: Expiry): number {
  return partsOf(expiry).year;
}

/**
 * The last millisecond, in UTC, at which a card of this expiry is still good.
 *
 * @throws RangeError when `expiry` is not `MMYY`
 */
export function lastInstantOfExpiry(expiry: Expiry): Date {
  const { year, month } = partsOf(expiry);
  const startOfNextMonth = Date.UTC(year, month);
  return new Date(startOfNextMonth - 1);
}

/** @returns the year in four digits and the month from 1 to 12 */
function partsOf(expiry: Expiry): { year: number; month: number } {
  if (!isExpiry(expiry)) throw new RangeError('An expiry date is MMYY');
  return { year: 2000 + Number(expiry.slice(2)), month: Number(expiry.slice(0, 2)) };
}
