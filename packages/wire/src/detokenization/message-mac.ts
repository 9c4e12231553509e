import { timingSafeEqual } from 'node:crypto';
import { aesCmac } from './aes-cmac.ts';

/** Header of every call: the message authentication code of the body. */
export const messageMacHeader = 'x-message-mac';

/**
 * The code that proves who wrote a message, wherever its TLS connection ended: AES-CMAC, under the caller's MAC key, of
 * the request id, a line feed and the body byte for byte.
 *
 * @param key 32 bytes
 * @returns 32 lower-case hexadecimal digits
 */
export function messageMac(
  key: Uint8Array,
  { requestId, body }: { requestId: string; body: Uint8Array },
): string {
  return aesCmac(key, Buffer.concat([Buffer.from(`${requestId}\n`), body])).toString('hex');
}

/** Whether a message has the code that this key makes, in either case; takes the same time either way. */
export function messageMacFits(
  key: Uint8Array,
  message: { requestId: string; body: Uint8Array },
  mac: string,
): boolean {
  const expected = Buffer.from(messageMac(key, message));
  const given = Buffer.from(mac.toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}
