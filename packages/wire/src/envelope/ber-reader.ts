import { CONSTRUCTED, isSegmentedString, TAG } from './asn1-tags.ts';

/** One ASN.1 element: identifier octet, and either content octets or the elements inside. */
export type BerElement = PrimitiveElement | ConstructedElement;

/** An element with content octets (a view on the input, not a copy). */
export interface PrimitiveElement {
  readonly constructed: false;
  readonly tag: number;
  readonly content: Uint8Array;
}

/** An element made of further elements; the end-of-contents octets of an indefinite length are not among them. */
export interface ConstructedElement {
  readonly constructed: true;
  readonly tag: number;
  readonly children: readonly BerElement[];
}

/** Distinguished Encoding Rules as far as lengths and string segments show it, otherwise Basic Encoding Rules. */
export type EncodingRules = 'DER' | 'BER';

/** Why octets are not one well-formed element within the limits. */
export type BerFault = 'truncated' | 'malformed' | 'trailing-bytes' | 'too-complex';

export type BerReading =
  | { readonly read: true; readonly element: BerElement; readonly rules: EncodingRules }
  | { readonly read: false; readonly fault: BerFault };

/** CMS needs 10 levels down to a value in an issuer name; every segmented string may add a few. */
const MAX_DEPTH = 24;

/** Eight recipients with a long issuer name each take about 500 elements, 64 KiB in 1,000-octet segments 66. */
const MAX_ELEMENTS = 2048;

const END_OF_CONTENTS = 0x00;
const TAG_NUMBER = 0x1f;
const MULTI_OCTET_TAG = 0x1f;

interface Walk {
  readonly bytes: Uint8Array;
  position: number;
  elements: number;
  rules: EncodingRules;
}

/** How far an element may reach, and how deep it lies. */
interface Room {
  readonly end: number;
  readonly depth: number;
}

/**
 * Reads exactly one element (X.690), definite or indefinite lengths, never looking outside `bytes`. Tags above 30 and
 * lengths above four octets, which CMS and X.509 do not need, are malformed.
 */
export function readBer(bytes: Uint8Array): BerReading {
  const walk: Walk = { bytes, position: 0, elements: 0, rules: 'DER' };
  const element = readElement(walk, { end: bytes.length, depth: 0 });
  if (typeof element === 'string') return { read: false, fault: element };
  if (walk.position !== bytes.length) return { read: false, fault: 'trailing-bytes' };
  return { read: true, element, rules: walk.rules };
}

/** The elements inside `element` when it carries `tag`, otherwise none. */
export function childrenOf(element: BerElement | undefined, tag: number): readonly BerElement[] {
  return element?.constructed && element.tag === tag ? element.children : [];
}

/** The octets of an OCTET STRING, in one piece or in segments; `tag` is given where an IMPLICIT tag stands instead. */
export function readOctets(
  element: BerElement | undefined,
  tag: number = TAG.octetString,
): Uint8Array | undefined {
  if (element === undefined || (element.tag & ~CONSTRUCTED) !== tag) return undefined;
  if (!element.constructed) return element.content;
  const segments = element.children.map(segment => readOctets(segment));
  return segments.every(segment => segment !== undefined) ? Buffer.concat(segments) : undefined;
}

/** An INTEGER from 0 to 127, the range of version numbers. */
export function readSmallInteger(element: BerElement | undefined): number | undefined {
  if (element?.tag !== TAG.integer || element.constructed || element.content.length !== 1) return undefined;
  const value = element.content[0] ?? 0;
  return value < 0x80 ? value : undefined;
}

/** An OBJECT IDENTIFIER in dotted form; arcs above 2^28 - 1 are not read. */
export function readObjectIdentifier(element: BerElement | undefined): string | undefined {
  if (element?.tag !== TAG.objectIdentifier || element.constructed) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  let octets = 0;
  for (const octet of element.content) {
    arc = arc * 128 + (octet & 0x7f);
    if (++octets > 4) return undefined;
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0;
    octets = 0;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || octets > 0) return undefined;
  const root = Math.min(Math.floor(first / 40), 2); // the first two arcs share one number: X.690, 8.19.4
  return [root, first - root * 40, ...rest].join('.');
}

function readElement(walk: Walk, { end, depth }: Room): BerElement | BerFault {
  if (depth > MAX_DEPTH || ++walk.elements > MAX_ELEMENTS) return 'too-complex';
  if (walk.position >= end) return outOfRoom(walk, end);
  const tag = walk.bytes[walk.position++] ?? 0;
  const constructed = (tag & CONSTRUCTED) !== 0;
  if (isSegmentedString(tag)) walk.rules = 'BER';

  const length = readLength(walk, end);
  if (typeof length === 'string' && length !== 'indefinite') return length;
  if (tag === END_OF_CONTENTS || (tag & TAG_NUMBER) === MULTI_OCTET_TAG) return 'malformed';
  if (length === 'indefinite') return constructed ? readUnbounded(walk, tag, { end, depth }) : 'malformed';
  const contentEnd = walk.position + length;
  if (contentEnd > end) return outOfRoom(walk, end);
  if (constructed) return readBounded(walk, tag, { end: contentEnd, depth });
  const content = walk.bytes.subarray(walk.position, contentEnd);
  walk.position = contentEnd;
  return { constructed, tag, content };
}

function readBounded(walk: Walk, tag: number, { end, depth }: Room): ConstructedElement | BerFault {
  const children: BerElement[] = [];
  while (walk.position < end) {
    const child = readElement(walk, { end, depth: depth + 1 });
    if (typeof child === 'string') return child;
    children.push(child);
  }
  return { constructed: true, tag, children };
}

function readUnbounded(walk: Walk, tag: number, { end, depth }: Room): ConstructedElement | BerFault {
  walk.rules = 'BER';
  const children: BerElement[] = [];
  while (!atEndOfContents(walk, end)) {
    const child = readElement(walk, { end, depth: depth + 1 });
    if (typeof child === 'string') return child;
    children.push(child);
  }
  walk.position += 2;
  return { constructed: true, tag, children };
}

function atEndOfContents({ bytes, position }: Walk, end: number): boolean {
  return position + 2 <= end && bytes[position] === 0 && bytes[position + 1] === 0;
}

function readLength(walk: Walk, end: number): number | 'indefinite' | BerFault {
  if (walk.position >= end) return outOfRoom(walk, end);
  const first = walk.bytes[walk.position++] ?? 0;
  if (first < 0x80) return first;
  if (first === 0x80) return 'indefinite';
  const octets = first & 0x7f;
  if (octets > 4) return 'malformed';
  if (walk.position + octets > end) return outOfRoom(walk, end);
  let length = 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (walk.bytes[walk.position++] ?? 0);
  if (length < 0x80 || length < 256 ** (octets - 1)) walk.rules = 'BER';
  return length;
}

/** Past the end of the input something was cut off; past the end of the enclosing element a length is wrong. */
function outOfRoom({ bytes }: Walk, end: number): BerFault {
  return end === bytes.length ? 'truncated' : 'malformed';
}
