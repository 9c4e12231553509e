/** What makes two calls of an issuer the same call. */
export interface CallKey {
  issuerId: string;
  correlationId: string;
  /** Name of the operation; with its API where two have one of that name. */
  operation: string;
  /** Of the decrypted content. */
  fingerprint: string;
}

/** What a call acted on: a token, or a whole card. */
export interface CallScope {
  cardId: string;
  virtualCardId: string | null;
}

/** Calls that were accepted of late; a repeat of one has no second effect. */
export interface AcceptedCallStore {
  /**
   * Takes the call on, unless it was accepted before or is being carried out now. One that is not settled until
   * `until` may be claimed again: whoever had it is gone.
   */
  claim(key: CallKey, lease: { now: Date; until: Date }): Promise<'NEW' | 'RUNNING' | 'ACCEPTED'>;
  /**
   * The claimed call counts until `until`, and every earlier one on the same token or card no longer does: to repeat
   * that is a new wish. Hold the card's row.
   */
  accept(key: CallKey, accepted: { scope: CallScope; now: Date; until: Date }): Promise<void>;
  /** The claimed call was refused: it may come again. */
  release(key: CallKey): Promise<void>;
  /** Returns how many there were. */
  forgetExpired(now: Date): Promise<number>;
}
