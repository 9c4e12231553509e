import Type from 'typebox';
import { CardExpiry } from './card-elements.ts';
import { type PlaintextReading, readPlaintext, writePlaintext } from './plaintext.ts';

/**
 * What `tokenInfo` holds: the DPAN and its expiry date (Issuer Gateway API, outbound methods). The member names are
 * those of a sister API.
 */
export const TokenInfo = Type.Object({
  token: Type.String({ pattern: '^[0-9]{1,19}$', description: 'Token number, DPAN.' }),
  tokenExpiryDate: CardExpiry,
});

export type TokenInfo = Type.Static<typeof TokenInfo>;

/** Reads what was decrypted; anything but a token is refused, its content not repeated. */
export function readTokenInfo(bytes: Uint8Array): PlaintextReading<TokenInfo> {
  return readPlaintext({ schema: TokenInfo, member: 'tokenInfo', bytes });
}

/** UTF-8 JSON, ready for the envelope. */
export function writeTokenInfo(token: TokenInfo): Uint8Array {
  return writePlaintext(token);
}
