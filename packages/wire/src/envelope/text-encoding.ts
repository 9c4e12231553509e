/** How the bytes of an envelope are written into a JSON string. */
export type TextEncoding = 'base64' | 'hex';

/**
 * Largest envelope accepted, in bytes. The biggest published plaintext, `cipheredCardInfo` with 8,177 characters of
 * `additionalCardInfos`, makes an envelope of about 9 KiB; this leaves seven times that.
 */
export const MAX_ENVELOPE_BYTES = 64 * 1024;

/** Hexadecimal doubles the bytes; the third part is room for line breaks and other white space. */
const MAX_TEXT_LENGTH = 3 * MAX_ENVELOPE_BYTES;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The bytes of a text and how they were written, or why they cannot be told. */
export type DecodedText =
  | { readonly decoded: true; readonly bytes: Uint8Array; readonly encoding: TextEncoding }
  | { readonly decoded: false; readonly diagnosis: 'too-large' | 'not-base64-or-hex' };

/**
 * Reads an encrypted field, telling base64 and hexadecimal apart by itself. White space anywhere is ignored and
 * hexadecimal may be in either case. The two never collide for CMS: its base64 starts with `M`, no hexadecimal digit.
 */
export function decodeText(text: string): DecodedText {
  if (text.length > MAX_TEXT_LENGTH) return { decoded: false, diagnosis: 'too-large' };
  const characters = text.replace(/\s+/g, '');
  const decoded = fromHex(characters) ?? fromBase64(characters);
  if (decoded === undefined) return { decoded: false, diagnosis: 'not-base64-or-hex' };
  if (decoded.bytes.length > MAX_ENVELOPE_BYTES) return { decoded: false, diagnosis: 'too-large' };
  return { decoded: true, ...decoded };
}

/** Writes bytes as base64 on one line (padded, standard alphabet) or as lower-case hexadecimal. */
export function encodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

function fromHex(characters: string) {
  const bytes = Buffer.from(characters, 'hex'); // stops silently at the first character that is no digit
  if (bytes.length === 0 || bytes.length * 2 !== characters.length) return undefined;
  return { bytes, encoding: 'hex' as const };
}

function fromBase64(characters: string) {
  if (characters.length % 4 !== 0 || !BASE64.test(characters)) return undefined;
  return { bytes: Buffer.from(characters, 'base64'), encoding: 'base64' as const };
}
