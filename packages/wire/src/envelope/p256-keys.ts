import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** What OpenSSL calls the curve P-256. */
const CURVE = 'prime256v1';

/** A key that cannot be used; the message says why, and never holds the key. */
export class P256KeyError extends Error {
  override readonly name = 'P256KeyError';
}

/**
 * Reads a public key of the curve P-256. Import it once and keep it.
 *
 * @param key a PEM text (SPKI, or a certificate), or a JWK
 * @throws P256KeyError for another kind of key, a private one among them: it would have left the hands of its owner
 */
export function readP256PublicKey(key: string | JsonWebKey): KeyObject {
  if (isPrivate(key)) throw new P256KeyError('This is a private key; the public one is needed.');
  return ofP256(
    read('public', () =>
      typeof key === 'string' ? createPublicKey(key) : createPublicKey({ key, format: 'jwk' }),
    ),
  );
}

/**
 * Reads a private key of the curve P-256. Import it once and keep it.
 *
 * @param key a PEM text (PKCS#8 or SEC 1) without passphrase, or a JWK
 * @throws P256KeyError for another kind of key
 */
export function readP256PrivateKey(key: string | JsonWebKey): KeyObject {
  if (!isPrivate(key)) throw new P256KeyError('This is no private key.');
  return ofP256(
    read('private', () =>
      typeof key === 'string' ? createPrivateKey(key) : createPrivateKey({ key, format: 'jwk' }),
    ),
  );
}

/** The key itself, if it is one of the curve P-256. */
export function ofP256(key: KeyObject): KeyObject {
  const { asymmetricKeyType = key.type, asymmetricKeyDetails } = key;
  if (asymmetricKeyType !== 'ec')
    throw new P256KeyError(
      `A key of the curve P-256 is needed; this one is of the kind ${asymmetricKeyType}.`,
    );
  const { namedCurve } = asymmetricKeyDetails ?? {};
  if (namedCurve !== CURVE)
    throw new P256KeyError(`A key of the curve P-256 (${CURVE}) is needed; this one is of ${namedCurve}.`);
  return key;
}

function isPrivate(key: string | JsonWebKey): boolean {
  return typeof key === 'string' ? key.includes('PRIVATE KEY-----') : key.d !== undefined;
}

/** The library's own error is dropped: it may quote the key. */
function read(kind: 'public' | 'private', parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new P256KeyError(`The text is not a ${kind} key in PEM or JWK form, without passphrase.`);
  }
}
