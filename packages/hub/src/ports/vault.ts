/** Where a sealed field lives. It is bound into the ciphertext, so a field moved elsewhere does not open. */
export interface FieldAddress {
  table: string;
  column: string;
  rowId: string;
}

/** What a fingerprint is of: equal texts of two domains have nothing in common. */
export type FingerprintDomain = 'pan' | 'token' | 'otp' | 'message' | 'call' | 'security-code';

export interface Vault {
  seal(address: FieldAddress, text: string): Uint8Array;
  /** Throws when the field was sealed for another address, by an unknown key, or changed. */
  open(address: FieldAddress, sealed: Uint8Array): string;
  /** Keyed fingerprint for look-up: equal texts of one domain give equal fingerprints. Hex. */
  fingerprint(domain: FingerprintDomain, text: string): string;
}
