/** Bit of an identifier octet that says "made of further elements" (X.690, 8.1.2.5). */
export const CONSTRUCTED = 0x20;

/** Identifier octets of the universal types that CMS and X.509 certificates use. */
export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of `[n]` holding a primitive value: an IMPLICIT tag on an OCTET STRING, for instance. */
export function contextPrimitive(n: number): number {
  return 0x80 | n;
}

/** Identifier octet of `[n]` holding elements: an EXPLICIT tag, or an IMPLICIT one on a SEQUENCE or SET. */
export function contextConstructed(n: number): number {
  return 0x80 | CONSTRUCTED | n;
}

/**
 * Whether an identifier octet is that of a string cut in segments, which BER allows and DER does not: any universal
 * type that is constructed without being a SEQUENCE or SET.
 */
export function isSegmentedString(tag: number): boolean {
  const universal = (tag & 0xc0) === 0;
  return universal && (tag & CONSTRUCTED) !== 0 && tag !== TAG.sequence && tag !== TAG.set;
}
