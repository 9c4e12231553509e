import Type from 'typebox';
import { readPlaintext } from '../../issuer-gateway/plaintext/plaintext.ts';
import { type D1Refusal, invalidValue } from '../reading.ts';

/** The elements of card data inside envelopes. None of them may be logged. */
export { CardExpiry, Cvv } from '../../issuer-gateway/plaintext/card-elements.ts';

/** A card number as the published limit has it; whether it is one, the card product decides. */
export const Pan = Type.String({ pattern: '^[0-9]{1,19}$', description: 'Card number.' });

export const NameOnCard = Type.String({ minLength: 1, maxLength: 128, description: 'Name on the card.' });

/**
 * The outcome of reading what an envelope held. A refusal tells a peer the same whatever the cause, even that it was
 * sealed for another key; `diagnosis` is for our own trace and names members only.
 */
export type EncryptedDataReading<Content> =
  | { ok: true; content: Content }
  | (D1Refusal & { diagnosis: string });

/** Refuses an envelope, for any reason: it did not open, or what it held is not as expected. */
export function refusedEncryptedData(diagnosis: string): D1Refusal & { diagnosis: string } {
  return { ...invalidValue('encryptedData'), diagnosis };
}

/** Reads JSON of a schema out of a decrypted envelope. */
export function readEncryptedData<Schema extends Type.TSchema>(
  schema: Schema,
  bytes: Uint8Array,
): EncryptedDataReading<Type.Static<Schema>> {
  const reading = readPlaintext({ schema, member: 'encryptedData', bytes });
  return reading.ok ? reading : refusedEncryptedData(reading.diagnosis);
}
