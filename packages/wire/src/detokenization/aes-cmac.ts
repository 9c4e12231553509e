import { createCipheriv } from 'node:crypto';

const blockLength = 16;

/** A key of AES-128 or AES-256. */
const cipherFor: Record<number, string> = { 16: 'aes-128', 32: 'aes-256' };

/**
 * The AES-CMAC of a message (RFC 4493, NIST SP 800-38B): 16 bytes.
 *
 * @param key 16 or 32 bytes
 * @throws RangeError when the key has another length
 */
export function aesCmac(key: Uint8Array, message: Uint8Array): Buffer {
  const cipher = cipherFor[key.length];
  if (cipher === undefined) throw new RangeError('A key of AES-CMAC has 16 or 32 bytes');
  const subkey = doubled(encryptBlock(`${cipher}-ecb`, key));
  const whole = message.length > 0 && message.length % blockLength === 0;
  const padding = whole ? [] : [Buffer.from([0x80]), Buffer.alloc(-(message.length + 1) & (blockLength - 1))];
  const padded = Buffer.concat([message, ...padding]);
  const mask = whole ? subkey : doubled(subkey);
  const last = padded.length - blockLength;
  for (const [index, byte] of mask.entries()) padded[last + index] = (padded[last + index] ?? 0) ^ byte;
  const chain = createCipheriv(`${cipher}-cbc`, key, Buffer.alloc(blockLength)).setAutoPadding(false);
  return Buffer.concat([chain.update(padded), chain.final()]).subarray(-blockLength);
}

function encryptBlock(algorithm: string, key: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.alloc(blockLength)), cipher.final()]);
}

/** A block times two in the field GF(2^128). */
function doubled(block: Buffer): Buffer {
  const product = Buffer.alloc(blockLength);
  for (let at = 0; at < blockLength; at++) {
    product[at] = ((block[at] ?? 0) << 1) | ((block[at + 1] ?? 0) >> 7);
  }
  if ((block[0] ?? 0) & 0x80) product[blockLength - 1] = (product[blockLength - 1] ?? 0) ^ 0x87;
  return product;
}
