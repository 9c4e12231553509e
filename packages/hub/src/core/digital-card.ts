import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import type { DigitalCardState } from '@countermark/wire/d1/data/digital-card';
import { canLift } from './suspenders.ts';
import type { Token, TokenState } from './token.ts';
import type { TokenEvent } from './token-life-cycle.ts';

/** A token's state as an issuer that speaks D1 is shown it (D1 API, digital cards); null: there is no such digital card. */
export const digitalCardStateOf: Readonly<Record<TokenState, DigitalCardState | null>> = {
  DEPLOYMENT_ONGOING: 'PENDING_IDV',
  INACTIVE: 'PENDING_IDV',
  RESUMED: 'ACTIVE',
  SUSPENDED: 'INACTIVE',
  DELETED: 'DELETED',
  ERASED: null,
};

export function digitalCardState(
  { state, tokenExpiryDate }: Pick<Token, 'state' | 'tokenExpiryDate'>,
  now: Date,
): DigitalCardState | null {
  const shown = digitalCardStateOf[state];
  return shown === 'ACTIVE' && now > lastInstantOfExpiry(tokenExpiryDate) ? 'EXPIRED' : shown;
}

export type DigitalCardAction = 'SUSPEND' | 'RESUME' | 'DELETE';

/** What an issuer's call means for a digital card; null: its state forbids it. Whatever the reason, the issuer acts. */
export function digitalCardEvent(
  token: Pick<Token, 'state' | 'tokenExpiryDate' | 'suspenders'>,
  action: DigitalCardAction,
  now: Date,
): TokenEvent | null {
  const shown = digitalCardState(token, now);
  switch (action) {
    case 'SUSPEND':
      return shown === 'ACTIVE' ? { type: 'SUSPENDED', by: 'ISSUER' } : null;
    case 'RESUME':
      return shown === 'INACTIVE' && canLift(token.suspenders, 'ISSUER')
        ? { type: 'RESUMED', by: 'ISSUER' }
        : null;
    case 'DELETE':
      return shown === null || shown === 'DELETED' ? null : { type: 'DELETED', action: 'DELETE' };
  }
}
