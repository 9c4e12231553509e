import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** What a box is sealed with and bound to. `context` is authenticated and must be the same to open. */
export interface Seal {
  key: KeyObject;
  context: Uint8Array;
}

/**
 * AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes). Nonces are random, so one key seals at most 2^32 boxes
 * (NIST SP 800-38D, 8.3).
 */
export function sealBox({ key, context }: Seal, content: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(context);
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Null when key or context differ from those it was sealed with, or a bit was changed. */
export function openBox({ key, context }: Seal, box: Uint8Array): Buffer | null {
  if (box.length < nonceLength + tagLength) return null;
  const nonce = box.subarray(0, nonceLength);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  decipher.setAAD(context);
  decipher.setAuthTag(box.subarray(box.length - tagLength));
  const content = decipher.update(box.subarray(nonceLength, box.length - tagLength));
  try {
    return Buffer.concat([content, decipher.final()]);
  } catch {
    content.fill(0);
    return null;
  }
}
