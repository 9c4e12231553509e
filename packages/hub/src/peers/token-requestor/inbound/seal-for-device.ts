import type { DeviceData, PersonaliseToken } from '@countermark/wire/token-requestor/personalise-token';
import { CompactEncrypt, importJWK } from 'jose';

/** Seals what a device pays with for that device alone; null when its key is no point of the curve. */
export async function sealForDevice(
  devicePublicKey: PersonaliseToken['devicePublicKey'],
  personalisation: DeviceData,
): Promise<string | null> {
  const key = await importJWK(devicePublicKey, 'ECDH-ES').catch(() => null);
  if (!key) return null;
  return new CompactEncrypt(Buffer.from(JSON.stringify(personalisation)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(key);
}
