import {
  constants,
  createPrivateKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  subtle,
} from 'node:crypto';
import { CONTENT_KEY_BYTES, type RsaPadding } from './algorithms.ts';

const OAEP = { name: 'RSA-OAEP' };
const OAEP_SHA_256 = { name: 'RSA-OAEP', hash: 'SHA-256' }; // WebCrypto takes the same hash for MGF1

/** Encrypts a content key for the holder of the private key (RFC 8017, sections 7.1.1 and 7.2.1). */
export type WrapContentKey = (contentKey: Uint8Array, padding: RsaPadding) => Promise<Uint8Array>;

/** RSAES-OAEP decryption off the event loop; `undefined` when the key is not ours or was damaged. */
export type UnwrapOaep = (encryptedKey: Uint8Array) => Promise<Uint8Array | undefined>;

/** RSAES-PKCS1-v1_5 decryption, on the event loop: WebCrypto has left it out, node:crypto has no asynchronous one. */
export type UnwrapPkcs1v15 = (encryptedKey: Uint8Array) => PresumedContentKey;

/**
 * What RSAES-PKCS1-v1_5 gave back. It cannot be told whether it is genuine: OpenSSL answers wrong padding with made-up
 * octets of a made-up length (implicit rejection). So there is always a key of the right length to go on with; only
 * after the content was decrypted with it may `plausible` be looked at, and then it must end in the same refusal.
 */
export interface PresumedContentKey {
  readonly contentKey: Uint8Array;
  readonly plausible: boolean;
}

export function contentKeyWrapper(publicKey: KeyObject): WrapContentKey {
  const oaepKey = publicKey.toCryptoKey(OAEP_SHA_256, true, ['encrypt']);
  const pkcs1v15Key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return async (contentKey, padding) =>
    padding === 'RSAES-PKCS1-v1_5'
      ? publicEncrypt(pkcs1v15Key, contentKey)
      : new Uint8Array(await subtle.encrypt(OAEP, oaepKey, contentKey));
}

/**
 * Imports the private key four times, as many as the libuv thread pool has threads by default, and uses the copies in
 * turn: OpenSSL locks a key while it is in use.
 */
export function oaepUnwrapper(privateKeyPem: string): UnwrapOaep {
  const importCopy = () => createPrivateKey(privateKeyPem).toCryptoKey(OAEP_SHA_256, false, ['decrypt']);
  const copies = [importCopy(), importCopy(), importCopy(), importCopy()] as const;
  let turn = 0;
  return encryptedKey => {
    const key = copies[turn++ % copies.length] ?? copies[0];
    return subtle.decrypt(OAEP, key, encryptedKey).then(
      octets => new Uint8Array(octets),
      () => undefined, // one outcome for wrong padding, wrong length and a number above the modulus
    );
  };
}

export function pkcs1v15Unwrapper(privateKey: KeyObject): UnwrapPkcs1v15 {
  return encryptedKey => {
    const substitute = randomBytes(CONTENT_KEY_BYTES);
    const recovered = decryptPkcs1v15(privateKey, encryptedKey);
    const plausible = recovered.length === CONTENT_KEY_BYTES;
    return { contentKey: plausible ? recovered : substitute, plausible };
  };
}

function decryptPkcs1v15(privateKey: KeyObject, encryptedKey: Uint8Array): Uint8Array {
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, encryptedKey);
  } catch (error) {
    if (isNumberOutOfRange(error)) return new Uint8Array();
    throw error; // an OpenSSL without implicit rejection, for instance: our fault, not the sender's
  }
}

/** The encrypted key has not the length of the modulus or is above it: visible to everybody, it tells nothing. */
function isNumberOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL_RSA_');
}
