import { type Card, testCards } from './test-cards.ts';

// Ask your card management system here: everything else of this backend only knows these functions.

/** The card with this number; `undefined`: it is none of ours. */
export async function cardOfNumber(pan: string): Promise<Card | undefined> {
  return testCards.find(card => card.pan === pan);
}

/** The card that we gave this reference, `issuerCardRefId` or in D1 `cardId`. */
export async function cardOfReference(reference: string | undefined): Promise<Card | undefined> {
  return testCards.find(card => card.reference === reference);
}

/** The domestic application of a cobadged card; `undefined`: it has none. */
export async function domesticCardOf(card: Card): Promise<Card | undefined> {
  return card.domesticReference === undefined ? undefined : cardOfReference(card.domesticReference);
}

/** Whether a card is past the month that stands on it, `MMYY`. */
export function hasExpired({ exp }: Card, now: Date): boolean {
  return now.getTime() >= Date.UTC(2000 + Number(exp.slice(2)), Number(exp.slice(0, 2)));
}
