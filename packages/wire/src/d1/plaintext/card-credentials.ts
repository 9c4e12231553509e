import Type from 'typebox';
import { CardExpiry, type EncryptedDataReading, Pan, readEncryptedData } from './encrypted-data.ts';

/** The card an issuer registers, renews or replaces (D1 sensitive data). */
export const CardCredentials = Type.Object({
  pan: Pan,
  exp: CardExpiry,
});

export type CardCredentials = Type.Static<typeof CardCredentials>;

/** Reads what was decrypted; anything else is refused, its content not repeated. */
export function readCardCredentials(bytes: Uint8Array): EncryptedDataReading<CardCredentials> {
  return readEncryptedData(CardCredentials, bytes);
}
