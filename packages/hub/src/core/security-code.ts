import type { VerifiedCard } from './d1-facts.ts';

/** Wrong codes in a row after which no code of the card is taken any more. */
export const mostWrongCodes = 5;

/** What a code that was given for a card comes to, and how many were wrong in a row with it. */
export type JudgedCode = Pick<VerifiedCard, 'securityCode' | 'securityCodeTriesExceeded'> & {
  wrongCodes: number;
};

/** Judges a code by the right one. Once it was wrong too often in a row, the right one does not help either. */
export function judgeCode(
  { wrongCodes }: { wrongCodes: number },
  { given, right }: { given: string; right: string },
): JudgedCode {
  if (wrongCodes >= mostWrongCodes) {
    return { securityCode: 'INVALID', securityCodeTriesExceeded: true, wrongCodes };
  }
  return given === right
    ? { securityCode: 'VALID', securityCodeTriesExceeded: false, wrongCodes: 0 }
    : { securityCode: 'INVALID', securityCodeTriesExceeded: false, wrongCodes: wrongCodes + 1 };
}

/**
 * The security code of a card that the hub made, from a keyed fingerprint (hexadecimal) of its number and expiry date: 4
 * digits on those of American Express, 3 on all others.
 */
export function securityCodeFrom(fingerprint: string, { scheme }: { scheme: string }): string {
  const length = scheme === 'AMEX' ? 4 : 3;
  const code = BigInt(`0x${fingerprint}`) % 10n ** BigInt(length);
  return code.toString().padStart(length, '0');
}
