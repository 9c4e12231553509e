import type { Token } from '../../core/token.ts';

/** What names an erased token, and what is known of it. */
export type TokenToForget = Pick<Token, 'cardId' | 'virtualCardId' | 'enrolmentId' | 'tsp' | 'tspTokenId'>;

/** What becomes of the records about a token that is erased. */
export interface ErasureStore {
  /**
   * Deletes its session, its operations, those its issuer follows, its bindings, its personalisations, its payments, what is kept of it beside a
   * TSP of another house, the messages about it that were exchanged, and those owed that were settled before then. False
   * while any of the latter is left.
   */
  forgetToken(token: TokenToForget, limit: { settledBefore: Date }): Promise<boolean>;
  /**
   * Deletes a card that an enrolment brought, and all ways to it, unless a token that is not erased or its auxiliary side
   * needs it, or its number must not come back.
   */
  forgetCard(cardId: string): Promise<void>;
}
