import Type from 'typebox';
import {
  CardExpiry,
  Cvv,
  type EncryptedDataReading,
  NameOnCard,
  Pan,
  readEncryptedData,
} from './encrypted-data.ts';

/** The card data of a tokenization, which the issuer is asked to verify (D1 sensitive data). */
export const VerifyCardCredentials = Type.Object({
  pan: Pan,
  exp: CardExpiry,
  name: Type.Optional(NameOnCard),
  cvv: Type.Optional(Cvv),
});

export type VerifyCardCredentials = Type.Static<typeof VerifyCardCredentials>;

/** Reads what was decrypted; anything else is refused, its content not repeated. */
export function readVerifyCardCredentials(bytes: Uint8Array): EncryptedDataReading<VerifyCardCredentials> {
  return readEncryptedData(VerifyCardCredentials, bytes);
}
