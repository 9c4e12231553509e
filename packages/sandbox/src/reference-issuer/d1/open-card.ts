import type { EncryptedDataReading } from '@countermark/wire/d1/plaintext/encrypted-data';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import type { D1IssuerProfile } from './d1-profile.ts';

/**
 * Opens and reads card data sealed for the issuer. `undefined` whatever is wrong with them: whoever seals learns from the
 * answer whether they are good, and nothing else.
 */
export async function openCard<Content>(
  encryptedData: string,
  read: (plaintext: Uint8Array) => EncryptedDataReading<Content>,
  { encryption }: D1IssuerProfile,
): Promise<Content | undefined> {
  const key = readP256PrivateKey(encryption.privateKeyPem);
  const opened = await openJwe(encryptedData, kid => (kid === encryption.keyIdentifier ? key : undefined));
  if (!opened.opened) return undefined;
  const reading = read(opened.plaintext);
  return reading.ok ? reading.content : undefined;
}
