import Type from 'typebox';
import { expiryPattern } from '../card/expiry.ts';

/**
 * An instant as it is written: `2022-02-16T06:28:02.492Z`, with milliseconds and always in UTC.
 *
 * @throws RangeError for an invalid date
 */
export function wireDate(date: Date): string {
  return date.toISOString();
}

/** Expiry date of a card or token, `MMYY`. Never beside a card number in clear; masked in the log. */
export const ExpiryDate = Type.String({ pattern: expiryPattern, description: 'Expiry date, MMYY.' });

/** A day of birth, `YYYY-MM-DD`; masked in the log. */
export const BirthDate = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[0-1])$',
  description: 'Date of birth, YYYY-MM-DD.',
});
