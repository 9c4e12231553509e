import { createPublicKey, type KeyObject } from 'node:crypto';
import { P256KeyError, readP256PublicKey } from '@countermark/wire/envelope/p256-keys';

export type SigningKeyReading =
  | { ok: true; publicKeyPem: string }
  /** For whoever uploaded it. */
  | { ok: false; fault: string };

/**
 * The public key of an issuer's signatures, out of a key or a certificate in PEM form: RSA of at least 2048 bits for
 * RS256, or EC P-256 for ES256.
 */
export function readSigningKey(pem: string): SigningKeyReading {
  if (pem.includes('PRIVATE KEY-----')) {
    return {
      ok: false,
      fault: 'This holds a private key. Keep it to yourself and give only the public key.',
    };
  }
  const key = publicKeyIn(pem);
  if (key === null)
    return { ok: false, fault: 'This is neither a public key nor a certificate in PEM form.' };
  const fault = faultOf(key);
  if (fault !== null) return { ok: false, fault };
  return { ok: true, publicKeyPem: key.export({ type: 'spki', format: 'pem' }).toString() };
}

/** A public key of the D1 APIs, of assertions or of envelopes, out of a key or a certificate in PEM form: EC P-256. */
export function readP256Key(pem: string): SigningKeyReading {
  try {
    return {
      ok: true,
      publicKeyPem: readP256PublicKey(pem).export({ type: 'spki', format: 'pem' }).toString(),
    };
  } catch (error) {
    if (error instanceof P256KeyError) return { ok: false, fault: error.message };
    throw error;
  }
}

function publicKeyIn(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

function faultOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | null {
  if (asymmetricKeyType === 'rsa') {
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    return bits >= 2048 ? null : `The RSA key has ${bits} bits; at least 2048 are needed.`;
  }
  const curve = asymmetricKeyDetails?.namedCurve;
  if (asymmetricKeyType === 'ec' && curve === 'prime256v1') return null;
  return `The key is ${curve ?? asymmetricKeyType}; RSA or EC P-256 is needed.`;
}
