/** Identifiers and randomness. */
export interface Ids {
  /** A lower-case UUIDv7 of the clock's now: sortable by creation. */
  uuid(): string;
  /** `count` decimal digits from a secure source. */
  digits(count: number): string;
  /** `count` bytes from a secure source, for a key. */
  bytes(count: number): Uint8Array;
}
