import Type from 'typebox';
import {
  CardExpiry,
  Cvv,
  type EncryptedDataReading,
  NameOnCard,
  readEncryptedData,
} from './encrypted-data.ts';

/** All of a card that its issuer hands out when asked for its credentials (D1 sensitive data). */
export const FullCardCredentials = Type.Object({
  pan: Type.String({ pattern: '^[0-9]{10,19}$', description: 'Card number.' }),
  exp: CardExpiry,
  name: Type.Optional(NameOnCard),
  cvv: Cvv,
});

export type FullCardCredentials = Type.Static<typeof FullCardCredentials>;

/** Reads what was decrypted; anything else is refused, its content not repeated. */
export function readFullCardCredentials(bytes: Uint8Array): EncryptedDataReading<FullCardCredentials> {
  return readEncryptedData(FullCardCredentials, bytes);
}
