import type { SuspendReasonCode } from '@countermark/wire/d1/reason-codes';

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
  /** The consumer it belongs to; null: nobody told (a card learnt from an enrolment). */
  holder: CardHolder | null;
  /** How the hub came to know it. */
  origin: 'ENROLLED' | 'REGISTERED' | 'CREATED';
  state: CardState;
  /** Why it is INACTIVE; null: it was never activated, or is not INACTIVE. */
  suspendReason: SuspendReasonCode | null;
  /** A renewal was started, and activation of the re-issued card is awaited. */
  ongoingOperation: 'RENEW' | null;
  /** Accounts behind a card that the hub made; null: none were told. */
  sealedAccounts: Uint8Array | null;
  /** How often in a row the security code of a card that the hub made was given wrong. */
  wrongCodes: number;
  /** Of a REPLACED card: the one that stands in its place, and has its digital cards. */
  replacedBy: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The hub's key of a consumer, and the issuer's id of it. */
export interface CardHolder {
  consumerKey: string;
  consumerId: string;
}

/** States of a card (D1 API, card states); that it EXPIRED is seen from its expiry date when it is read. */
export type CardState = 'ACTIVE' | 'INACTIVE' | 'DELETED' | 'REPLACED';

/** What a card is that an enrolment brought. */
export const enrolledCard = {
  holder: null,
  origin: 'ENROLLED',
  state: 'ACTIVE',
  suspendReason: null,
  ongoingOperation: null,
  sealedAccounts: null,
  wrongCodes: 0,
  replacedBy: null,
} as const satisfies Partial<Card>;
