import type { JsonObject, JsonValue } from './session-store.ts';

/** Something that may be card data was about to be stored. The message names the place and never repeats the value. */
export class CardDataError extends Error {
  override readonly name = 'CardDataError';
}

/** Members that hold card data or secrets in the messages of both families; compared without regard to case. */
const cardMembers = new Set([
  ...['pan', 'fpan', 'oldfpan', 'newfpan', 'dpan', 'token'],
  ...['exp', 'oldexpdate', 'newexpdate', 'tokenexpirydate'],
  ...['cvv', 'pin', 'otp', 'otpvalue', 'additionalcardinfos'],
]);

/**
 * 14 to 19 digits, in one piece or in groups, whether they pass Luhn or not: a rule that every value of a kind breaks
 * is found with the first test. 13 digits are a time in milliseconds.
 */
const cardNumber = /(?<![0-9A-Za-z-])[0-9](?:[ -]?[0-9]){13,18}(?![0-9A-Za-z-])/;

/**
 * Refuses data with what may be card data anywhere in it.
 *
 * @throws CardDataError
 */
export function refuseCardData(data: JsonObject): void {
  refuseIn(data, 'data');
}

function refuseIn(value: JsonValue, place: string): void {
  if (typeof value === 'string' || typeof value === 'number') refuseNumber(String(value), place);
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) {
    if (cardMembers.has(name.toLowerCase())) refuse(`${place}.${name} is a name of card data`);
    refuseNumber(name, place);
    refuseIn(member, `${place}.${name}`);
  }
}

function refuseNumber(text: string, place: string): void {
  if (cardNumber.test(text)) refuse(`${place} holds 14 to 19 digits in a row, as card numbers do`);
}

function refuse(why: string): never {
  throw new CardDataError(
    `Not stored: ${why}. Keep card data where they are protected, and a reference to them here`,
  );
}
