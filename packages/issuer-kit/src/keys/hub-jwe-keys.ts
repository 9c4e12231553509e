import type { JsonWebKey, KeyObject } from 'node:crypto';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { type Activity, activityOf, newestActive } from './newest-active.ts';

/** A public key of the hub for card data in D1, of the curve P-256. */
export interface HubJweKey {
  /** `kid`, as the hub calls it. */
  keyIdentifier: string;
  /** PEM (a public key or a certificate) or JWK. */
  publicKey: string | JsonWebKey;
  /** From when to when it is sealed for; unless given, while its certificate is valid, or always. */
  activity?: Activity;
}

/** The hub's JWE keys: what is sealed for it is sealed for the newest that is active. */
export class HubJweKeys {
  readonly #keys: readonly { keyIdentifier: string; publicKey: KeyObject; activity: Activity }[];

  /** @throws P256KeyError when a key cannot be used */
  constructor(keys: readonly HubJweKey[]) {
    this.#keys = keys.map(({ keyIdentifier, publicKey, activity = activityOfKey(publicKey) }) => ({
      keyIdentifier,
      publicKey: readP256PublicKey(publicKey),
      activity,
    }));
  }

  /** @throws NoActiveKeyError */
  async seal(cardData: object, at: Date): Promise<string> {
    return sealJwe(cardData, newestActive(this.#keys, at));
  }
}

/** The least and the greatest time there is. */
const always: Activity = { from: new Date(-8.64e15), until: new Date(8.64e15) };

function activityOfKey(publicKey: string | JsonWebKey): Activity {
  const isCertificate = typeof publicKey === 'string' && publicKey.includes('BEGIN CERTIFICATE-----');
  return isCertificate ? activityOf(publicKey) : always;
}
