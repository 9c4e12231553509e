import { type Suspender, suspenderRules } from './suspenders.ts';
import type { Token } from './token.ts';

/** True for an event by somebody who may not hold a card-on-file token, and so has nothing to let go of either. */
export function isBarredFrom(
  token: Pick<Token, 'tokenType'>,
  event: { type: string; by?: Suspender },
): boolean {
  if (token.tokenType !== 'CARD_ON_FILE' || event.by === undefined) return false;
  return !suspenderRules[event.by].mayHoldCardOnFile;
}
