import Type from 'typebox';
import { CardExpiry, Cvv, Fpan } from './card-elements.ts';
import { type PlaintextReading, readPlaintext, writePlaintext } from './plaintext.ts';

/**
 * What `cipheredCardInfo` holds (Issuer Gateway API, data encryption and security). The CSC is not given at
 * `checkCardEligibility`. `additionalCardInfos` is a matter between issuer and hub, at most 8177 characters of JSON.
 */
export const CardInfo = Type.Object({
  fpan: Fpan,
  exp: Type.Optional(CardExpiry),
  cvv: Type.Optional(Cvv),
  additionalCardInfos: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

export type CardInfo = Type.Static<typeof CardInfo>;

/** Reads what was decrypted; anything but a funding card is refused, its content not repeated. */
export function readCardInfo(bytes: Uint8Array): PlaintextReading<CardInfo> {
  return readPlaintext({ schema: CardInfo, member: 'cipheredCardInfo', bytes });
}

/** UTF-8 JSON, ready for the envelope. */
export function writeCardInfo(card: CardInfo): Uint8Array {
  return writePlaintext(card);
}
