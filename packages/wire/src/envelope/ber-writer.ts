import { CONSTRUCTED, contextPrimitive, TAG } from './asn1-tags.ts';
import { type BerElement, readBer } from './ber-reader.ts';
import { der, rewriteAsDer } from './der-writer.ts';

/** Writes one constructed element with an indefinite length (X.690, 8.1.3.6), which BER has and DER has not. */
export function indefinite(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)]);
}

/**
 * Rewrites an envelope as those make it who write while they encrypt: indefinite lengths around the encrypted content,
 * which comes in segments, and DER for whatever stands before it.
 *
 * @throws Error when the bytes are no BER
 */
export function rewriteAsStreamedBer(envelope: Uint8Array): Uint8Array {
  const reading = readBer(envelope);
  if (!reading.read) throw new Error(`The envelope is no BER: ${reading.fault}`);
  return streamed(reading.element);
}

/** The encrypted content is the last thing inside the last thing, down to the bottom (RFC 5652, section 6.1). */
function streamed(element: BerElement): Uint8Array {
  if (!element.constructed) return inSegments(element);
  const last = element.children.at(-1);
  return indefinite(element.tag, [
    ...element.children.slice(0, -1).map(rewriteAsDer),
    ...(last ? [streamed(last)] : []),
  ]);
}

function inSegments({ tag, content }: { tag: number; content: Uint8Array }): Uint8Array {
  if (tag !== contextPrimitive(0)) throw new Error('The envelope does not end with its encrypted content');
  const middle = Math.ceil(content.length / 2);
  const segments = [content.subarray(0, middle), content.subarray(middle)];
  return indefinite(
    tag | CONSTRUCTED,
    segments.map(segment => der(TAG.octetString, segment)),
  );
}
