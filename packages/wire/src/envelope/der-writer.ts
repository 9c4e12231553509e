import { CONSTRUCTED, isSegmentedString, TAG } from './asn1-tags.ts';
import { type BerElement, readOctets } from './ber-reader.ts';

/** Writes one element in DER: identifier octet, shortest length, the parts one after another. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Uint8Array.of(tag, ...derLength(length)), ...parts]);
}

export function derSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...parts);
}

/** An INTEGER from 0 to 127, the range of version numbers. */
export function derSmallInteger(value: number): Uint8Array {
  return der(TAG.integer, Uint8Array.of(value));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.objectIdentifier, Uint8Array.from([root * 40 + second, ...rest].flatMap(base128)));
}

/** Rewrites an element in DER, so that two encodings of one value can be compared octet by octet. */
export function rewriteAsDer(element: BerElement): Uint8Array {
  if (!element.constructed) return der(element.tag, element.content);
  const joined = isSegmentedString(element.tag) ? readOctets(element, element.tag & ~CONSTRUCTED) : undefined;
  if (joined !== undefined) return der(element.tag & ~CONSTRUCTED, joined);
  return der(element.tag, ...element.children.map(rewriteAsDer));
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift(0x80 | (rest % 128));
  }
  return octets;
}
