import Type from 'typebox';
import { CardExpiry, ReplaceableFpan } from './card-elements.ts';
import { type PlaintextReading, readPlaintext, writePlaintext } from './plaintext.ts';

/**
 * What `fpanDetails` of `updateCard` holds: the card before and after (Issuer Gateway API, replace or renew a card).
 * Some networks need the old pair, so all four are due.
 */
export const FpanDetails = Type.Object({
  oldFPAN: ReplaceableFpan,
  oldExpDate: CardExpiry,
  newFPAN: ReplaceableFpan,
  newExpDate: CardExpiry,
});

export type FpanDetails = Type.Static<typeof FpanDetails>;

/** Reads what was decrypted; anything but a replacement is refused, its content not repeated. */
export function readFpanDetails(bytes: Uint8Array): PlaintextReading<FpanDetails> {
  return readPlaintext({ schema: FpanDetails, member: 'fpanDetails', bytes });
}

/** UTF-8 JSON, ready for the envelope. */
export function writeFpanDetails(details: FpanDetails): Uint8Array {
  return writePlaintext(details);
}
