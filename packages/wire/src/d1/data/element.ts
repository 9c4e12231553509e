import Type from 'typebox';

/** The kinds of elements that D1 messages are made of beside those of the Issuer Gateway API. */

/** An identifier by which D1 and the issuer name something; shown in the log. */
export function wireIdentifier(description: string, maxLength: number) {
  return Type.String({ pattern: `^[A-Za-z0-9_-]{1,${maxLength}}$`, maxLength, description, log: 'plain' });
}

/** One of the values a closed list names, case counting. */
export function listedValue<const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) {
  return Type.Enum<[...Values]>([...values], { type: 'string', description, log: 'plain' });
}

/**
 * A name or a line of an address: letters and digits of any script, Arabic with its marks, space and `,.'_#;:/-`. It
 * is about a person: masked in the log.
 */
export function personalName(description: string, maxLength: number) {
  return Type.String({
    pattern: `^[\\p{L}\\p{N}\\u0600-\\u06FF ,.'_#;:\\/-]{1,${maxLength}}$`,
    description,
  });
}
