import { expiryYear, lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import type { CardState as ShownCardState } from '@countermark/wire/d1/data/card-state';
import type { CardState } from './card.ts';

/** Years a card is good for that the hub makes or renews by itself. */
const cardYears = 4;

/** The state of a card as its issuer is shown it: an active one past its expiry date is EXPIRED. */
export function shownState(state: CardState, expiry: string | null, now: Date): ShownCardState {
  const isOver = expiry !== null && now > lastInstantOfExpiry(expiry);
  return state === 'ACTIVE' && isOver ? 'EXPIRED' : state;
}

/** `MMYY` of a card that is made now. */
export function expiryOfNewCard(now: Date): string {
  return expiryIn(now.getUTCMonth() + 1, now.getUTCFullYear() + cardYears);
}

/** `MMYY` of a card that is renewed: later than it was, and not over already. */
export function expiryOfRenewedCard(expiry: string | null, now: Date): string {
  if (expiry === null || now > lastInstantOfExpiry(expiry)) return expiryOfNewCard(now);
  return expiryIn(Number(expiry.slice(0, 2)), expiryYear(expiry) + cardYears);
}

function expiryIn(month: number, year: number): string {
  return String(month).padStart(2, '0') + String(year % 100).padStart(2, '0');
}
