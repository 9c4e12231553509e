/**
 * A funding card, or one side of a cobadged one. PAN and expiry live in the vault; the sealed bytes mean nothing outside
 * of it.
 */
export interface Card {
  cardId: string;
  /** The primary side this auxiliary one stands beside; null for a primary side. */
  primaryCardId: string | null;
  issuerId: string;
  /** The FPAN as the issuer knows it, at most 48 characters. */
  issuerCardRefId: string;
  productId: string;
  /** The card profile the issuer named last. */
  issuerProductId: string | null;
  panFingerprint: string;
  sealedPan: Uint8Array;
  sealedExpiry: Uint8Array | null;
  lastDigits: string;
  createdAt: Date;
  updatedAt: Date;
}
