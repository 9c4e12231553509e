import type { JsonWebKey, KeyObject } from 'node:crypto';
import { type OpenedJwe, openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { KeyRing, type NamedKey } from './key-ring.ts';

/** A key that the hub seals card data for: of the curve P-256. */
export interface JweKeyPem extends NamedKey {
  /** PEM (PKCS#8 or SEC 1, without passphrase) or JWK. */
  privateKey: string | JsonWebKey;
}

interface JweKey extends NamedKey {
  readonly privateKey: KeyObject;
}

/** The JWE keys that the hub seals card data for (D1 sensitive data): each envelope names its own by `kid`. */
export class JweKeys extends KeyRing<JweKey> {
  constructor(keys: readonly JweKeyPem[]) {
    super(keys.map(imported));
  }

  /** Adds the next key. @throws P256KeyError, RangeError */
  add(key: JweKeyPem): void {
    this.addKey(imported(key));
  }

  open(text: string): Promise<OpenedJwe> {
    return openJwe(text, keyIdentifier => this.find(keyIdentifier)?.privateKey);
  }
}

/**
 * Imports the JWE keys, the newest first.
 *
 * @throws P256KeyError when a key cannot be used
 * @throws RangeError when there is none, or two have one name
 */
export function jweKeyRing(keys: readonly JweKeyPem[]): JweKeys {
  return new JweKeys(keys);
}

function imported({ keyIdentifier, privateKey }: JweKeyPem): JweKey {
  return { keyIdentifier, privateKey: readP256PrivateKey(privateKey) };
}
