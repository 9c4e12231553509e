/** An issuer's customer, the holder of cards (D1 API, consumers). */
export interface Consumer {
  /** The hub's own id: a deleted consumer's `consumerId` may be given to another one. */
  consumerKey: string;
  issuerId: string;
  /** The issuer's id of it, 1..64 of `[A-Za-z0-9_-]`. */
  consumerId: string;
  state: 'ACTIVE' | 'DELETED';
  /** What the issuer registered, sealed by the vault; null: the hub asks for it when it is needed. */
  sealedPersonalInformation: Uint8Array | null;
  createdAt: Date;
  updatedAt: Date;
}
