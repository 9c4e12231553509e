import Type from 'typebox';
import { Fpan } from './card-elements.ts';
import { type PlaintextReading, readPlaintext, writePlaintext } from './plaintext.ts';

/** What `encryptedData` of a batch file holds (classic tokenization guide, "Synchronize tokens using batch files"). */
export const RegisteredFpan = Type.Object({ fpan: Fpan });

export type RegisteredFpan = Type.Static<typeof RegisteredFpan>;

/** Reads what was decrypted; anything but a funding PAN is refused, its content not repeated. */
export function readRegisteredFpan(bytes: Uint8Array): PlaintextReading<RegisteredFpan> {
  return readPlaintext({ schema: RegisteredFpan, member: 'encryptedData', bytes });
}

/** UTF-8 JSON, ready for the envelope. */
export function writeRegisteredFpan(card: RegisteredFpan): Uint8Array {
  return writePlaintext(card);
}
