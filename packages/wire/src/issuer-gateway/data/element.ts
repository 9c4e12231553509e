import Type from 'typebox';

/**
 * The kinds of data elements that messages are made of, each with its limits and with what the exchange log may show
 * of it. Where the documentation gives no length, an identifier has 1 to 128 characters and a text at most 256.
 */

const longestIdentifier = 128;
const longestText = 256;

/** A name that one party made up for something and all others repeat; shown in the log. */
export function identifier(description: string, maxLength: number = longestIdentifier) {
  return Type.String({ minLength: 1, maxLength, description, log: 'plain' });
}

/** A text that says nothing about a person; shown in the log. An empty one counts as absent. */
export function text(description: string) {
  return Type.String({ maxLength: longestText, description, blank: 'absent', log: 'plain' });
}

/** A text about the cardholder, the device or the account; masked in the log. An empty one counts as absent. */
export function personalText(description: string, maxLength: number = longestText) {
  return Type.String({ maxLength, description, blank: 'absent' });
}

/**
 * PKCS#7 enveloped data in base64 or hexadecimal; the log shows its length
 * (Issuer Gateway API, data encryption and security).
 */
export function envelopedData(description: string, maxLength: number) {
  return Type.String({ minLength: 1, maxLength, description, log: 'envelope' });
}

/** One of the values a closed list names, in upper case; any case is read. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) {
  const options = { type: 'string', description, caseless: 'upper', log: 'plain' };
  return Type.Enum<[...Values]>([...values], options);
}

/** One of the known values or one that a later version adds: receivers accept both (API guidelines, compatibility). */
export function openValue(known: readonly string[], description: string) {
  return Type.String({
    minLength: 1,
    maxLength: longestIdentifier,
    examples: known,
    description,
    log: 'plain',
  });
}

/** An instant in UTC, ISO 8601: `2026-11-22T02:45:00Z`, with or without a fraction of the second. */
export function instant(description: string) {
  return Type.String({ format: 'date-time', pattern: 'Z$', maxLength: 30, description, log: 'plain' });
}

/** Yes or no; shown in the log. */
export function flag(description: string) {
  return Type.Boolean({ description, log: 'plain' });
}

/** A whole number that every JSON reader holds exactly; shown in the log. */
export function integer(description: string) {
  const { MIN_SAFE_INTEGER: minimum, MAX_SAFE_INTEGER: maximum } = Number;
  return Type.Integer({ minimum, maximum, description, log: 'plain' });
}
