import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateIdentity, certificateIdentity } from './certificate-identity.ts';
import {
  contentKeyWrapper,
  oaepUnwrapper,
  pkcs1v15Unwrapper,
  type UnwrapOaep,
  type UnwrapPkcs1v15,
  type WrapContentKey,
} from './rsa-key-transport.ts';

/** The form of key identifiers; they travel as ASCII in `publicKeyIdentifier` and in the CMS recipient. */
export const KEY_IDENTIFIER = /^[A-Za-z0-9_.-]{1,64}$/;

const MODULUS_BITS = [2048, 4096];

/** A certificate to seal envelopes for. Import it once and keep it. */
export interface SealingKey {
  readonly keyIdentifier: string;
  readonly certificate: CertificateIdentity;
  readonly wrapContentKey: WrapContentKey;
}

/** A private key, with its certificate, to open envelopes with. Import it once and keep it. */
export interface OpeningKey {
  readonly keyIdentifier: string;
  readonly certificate: CertificateIdentity;
  readonly unwrapOaep: UnwrapOaep;
  readonly unwrapPkcs1v15: UnwrapPkcs1v15;
}

/** A key, certificate or key identifier that cannot be used for envelopes; the message says why, never with a key. */
export class EnvelopeKeyError extends Error {
  override readonly name = 'EnvelopeKeyError';
}

/**
 * Imports the certificate of whoever shall open the envelopes (Issuer Gateway API, data encryption: RSA, 2048 or
 * 4096 bits). Only its form is checked: validity period and trust are the caller's business.
 *
 * @param key.keyIdentifier 1 to 64 letters, digits, `_`, `.` or `-`
 * @param key.certificatePem X.509 certificate in PEM; of several the first
 * @throws EnvelopeKeyError when one of them cannot be used
 */
export function importSealingKey(key: { keyIdentifier: string; certificatePem: string }): SealingKey {
  const certificate = readCertificate(key);
  return {
    keyIdentifier: key.keyIdentifier,
    certificate: certificateIdentity(certificate),
    wrapContentKey: contentKeyWrapper(certificate.publicKey),
  };
}

/**
 * Imports a private key and the certificate that the other side seals for.
 *
 * @param key.keyIdentifier 1 to 64 letters, digits, `_`, `.` or `-`
 * @param key.certificatePem X.509 certificate in PEM, RSA with 2048 or 4096 bits; of several the first
 * @param key.privateKeyPem its private key in PEM (PKCS#8 or PKCS#1), not passphrase-protected
 * @throws EnvelopeKeyError when one of them cannot be used, or key and certificate do not belong together
 */
export function importOpeningKey(key: {
  keyIdentifier: string;
  certificatePem: string;
  privateKeyPem: string;
}): OpeningKey {
  const certificate = readCertificate(key);
  const privateKey = readPrivateKey(key);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new EnvelopeKeyError(
      `Key ${key.keyIdentifier}: private key and certificate do not belong together.`,
    );
  }
  return {
    keyIdentifier: key.keyIdentifier,
    certificate: certificateIdentity(certificate),
    unwrapOaep: oaepUnwrapper(key.privateKeyPem),
    unwrapPkcs1v15: pkcs1v15Unwrapper(privateKey),
  };
}

function readCertificate(key: { keyIdentifier: string; certificatePem: string }): X509Certificate {
  if (!KEY_IDENTIFIER.test(key.keyIdentifier)) {
    throw new EnvelopeKeyError('A key identifier is 1 to 64 letters, digits, "_", "." or "-".');
  }
  const certificate = parsePem(
    key.keyIdentifier,
    'an X.509 certificate',
    () => new X509Certificate(key.certificatePem),
  );
  checkPublicKey(key.keyIdentifier, certificate.publicKey);
  return certificate;
}

function readPrivateKey(key: { keyIdentifier: string; privateKeyPem: string }): KeyObject {
  return parsePem(key.keyIdentifier, 'a private key without passphrase', () =>
    createPrivateKey(key.privateKeyPem),
  );
}

function parsePem<T>(keyIdentifier: string, expected: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new EnvelopeKeyError(`Key ${keyIdentifier}: the PEM text is not ${expected}.`, { cause });
  }
}

function checkPublicKey(keyIdentifier: string, { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void {
  if (asymmetricKeyType !== 'rsa') {
    throw new EnvelopeKeyError(
      `Key ${keyIdentifier}: the certificate holds no RSA key (${asymmetricKeyType}).`,
    );
  }
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  if (!MODULUS_BITS.includes(modulusLength)) {
    throw new EnvelopeKeyError(
      `Key ${keyIdentifier}: RSA with ${modulusLength} bits; 2048 or 4096 are needed.`,
    );
  }
  if (publicExponent < 3n) {
    throw new EnvelopeKeyError(`Key ${keyIdentifier}: RSA with exponent ${publicExponent} hides nothing.`);
  }
}
