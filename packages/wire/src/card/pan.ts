/**
 * Primary account numbers (ISO/IEC 7812): shape, check digit and the two forms in which one may be shown.
 *
 * No function here puts a number it was given into an error message.
 */

const panShape = /^[0-9]{13,19}$/;
const luhnBodyShape = /^[0-9]{1,18}$/;

/** Digits that may be shown at either end of a PAN (PCI DSS: at most the BIN and the last four). */
const shownAtStart = 6;
const shownAtEnd = 4;

/** Whether `text` is a PAN: 13 to 19 digits without separators, the last of which is the Luhn check digit. */
export function isPan(text: string): boolean {
  return panShape.test(text) && luhnSum(text) % 10 === 0;
}

/**
 * The digit that makes `body` followed by it pass the Luhn check.
 *
 * @param body a PAN without its check digit: 1 to 18 digits
 * @throws RangeError when `body` is anything else
 */
export function luhnCheckDigit(body: string): string {
  if (!luhnBodyShape.test(body)) throw new RangeError('A Luhn body is 1 to 18 digits');
  return String((10 - (luhnSum(`${body}0`) % 10)) % 10);
}

/**
 * The form of a PAN that people and logs may see: first six and last four digits, `999010******1234`.
 * A text too short for that to hide at least three digits is starred altogether.
 */
export function maskPan(pan: string): string {
  const hidden = pan.length - shownAtStart - shownAtEnd;
  if (hidden < 3) return '*'.repeat(pan.length);
  return pan.slice(0, shownAtStart) + '*'.repeat(hidden) + pan.slice(-shownAtEnd);
}

/** The last `count` digits of a PAN, as wallets and issuers show them. */
export function lastDigits(pan: string, count: 4 | 5): string {
  return pan.slice(-count);
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const weighted = fromRight % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}
