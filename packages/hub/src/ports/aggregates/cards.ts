import type { Badge } from '../../core/badge.ts';
import type { Card } from '../../core/card.ts';

export interface CardStore {
  /**
   * Throws UniqueViolation when a live card has the reference (`card_reference_unique`), or one that was registered or
   * made has the number (`card_pan_unique`).
   */
  insert(card: Card): Promise<void>;
  save(card: Card): Promise<void>;
  find(cardId: string): Promise<Card | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(cardId: string): Promise<Card | null>;
  /** A live card by the issuer's current reference, or one that is an alias until its updates are settled. */
  findByReference(reference: CardReference): Promise<Card | null>;
  /** As findByReference, and holds the row until the transaction ends. */
  lockByReference(reference: CardReference): Promise<Card | null>;
  /** The live card of this number. */
  findByFingerprint(card: CardNumber): Promise<Card | null>;
  /** The card that has this reference, or had it last, live or not. */
  newestByReference(reference: CardReference): Promise<Card | null>;
  /** A card of this number that was deleted or replaced. */
  findRetired(card: CardNumber): Promise<Card | null>;
  /** Of one consumer, live or not, newest first. */
  ofConsumer(consumerKey: string, page: { limit: number; offset: number }): Promise<Card[]>;
  /** Cards of one consumer that are not deleted or replaced, by id. */
  liveOfConsumer(consumerKey: string): Promise<Card[]>;
  /** The domestic sides of a cobadged card: more than one after the domestic card was exchanged for another. */
  auxiliariesOf(cardId: string): Promise<Card[]>;
  /** Keeps the old reference of a card usable until `dropAliases`. */
  addAlias(card: Card, issuerCardRefId: string): Promise<void>;
  dropAliases(cardId: string): Promise<void>;
}

/** A side of a card by its number. */
export interface CardNumber {
  issuerId: string;
  badge: Badge;
  panFingerprint: string;
}

/** A side of a card as its issuer names it. */
export interface CardReference {
  issuerId: string;
  badge: Badge;
  issuerCardRefId: string;
}
