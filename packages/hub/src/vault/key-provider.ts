import type { KeyPurpose } from './key-store.ts';

/** What a wrapped key is bound to: it does not unwrap as another one. */
export interface KeyLabel {
  keyId: string;
  purpose: KeyPurpose;
}

/**
 * Holds the key-encryption key and never gives it away: a file, a hardware module, shares of custodians.
 * One implementation per file or folder in `key-providers/`.
 */
export interface KeyProvider {
  /** What a person calls the key, e.g. `key file /etc/countermark/vault.key`. */
  description: string;
  wrap(label: KeyLabel, key: Uint8Array): Promise<Uint8Array>;
  /** Null when the key was wrapped by another key-encryption key or for another label, or was changed. */
  unwrap(label: KeyLabel, wrapped: Uint8Array): Promise<Uint8Array | null>;
}
