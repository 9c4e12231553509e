/** What a key of the vault is for. `field` keys seal; one `fingerprint` key serves all look-ups for good. */
export type KeyPurpose = 'field' | 'fingerprint';

/** A key of the vault as it rests in the database: wrapped by the key-encryption key. */
export interface WrappedKey {
  /** 16 hexadecimal digits. */
  keyId: string;
  purpose: KeyPurpose;
  wrapped: Uint8Array;
}

export interface StoredKey extends WrappedKey {
  createdAt: Date;
  /** Since when the key only opens; null for the current one of its purpose. */
  retiredAt: Date | null;
}

/** Where wrapped keys are kept. At most one key of a purpose is current, whoever writes at the same time. */
export interface KeyStore {
  /** All keys, oldest first. */
  list(): Promise<StoredKey[]>;
  /** Makes the key the current one of its purpose; does nothing when there is one already. */
  addFirst(key: WrappedKey): Promise<void>;
  /** Retires a current key in favour of its successor; false when it is current no more. */
  replace(keyId: string, successor: WrappedKey): Promise<boolean>;
}
