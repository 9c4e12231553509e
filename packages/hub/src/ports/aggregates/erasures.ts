/** What becomes of the records about a token that is erased. */
export interface ErasureStore {
  /**
   * Deletes its session, its operations, its bindings, its payments, the messages about it that were exchanged, and those owed that
   * were settled before then. False while any of the latter is left.
   */
  forgetToken(
    token: { cardId: string; virtualCardId: string; enrolmentId: string },
    limit: { settledBefore: Date },
  ): Promise<boolean>;
  /** Deletes a card, and all ways to it, unless a token that is not erased or its auxiliary side needs it. */
  forgetCard(cardId: string): Promise<void>;
}
