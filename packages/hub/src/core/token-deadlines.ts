import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { enrolmentLimits } from './enrolment.ts';
import type { Token } from './token.ts';
import { retention, type TokenEvent } from './token-life-cycle.ts';

/** A token at a moment, and how long before its expiry date the hub has it renewed; null: its TSP sees to that. */
export interface TokenInTime {
  token: Pick<Token, 'state' | 'returnState' | 'createdAt' | 'dueAt' | 'tokenExpiryDate'>;
  now: Date;
  /** Milliseconds. */
  renewedAhead: number | null;
}

/** When time alone will change the token next. */
export function tokenDueAt({ token, now, renewedAhead }: TokenInTime): Date | null {
  const expiry = lastInstantOfExpiry(token.tokenExpiryDate);
  const expiryIsNear = new Date(expiry.getTime() - (renewedAhead ?? 0));
  switch (token.state) {
    case 'DEPLOYMENT_ONGOING':
      return new Date(token.createdAt.getTime() + enrolmentLimits.deployment);
    case 'INACTIVE':
      return new Date(now.getTime() + enrolmentLimits.activation);
    case 'SUSPENDED':
      return token.returnState === 'INACTIVE' ? token.dueAt : expiryIsNear;
    case 'RESUMED':
      return expiryIsNear;
    case 'DELETED':
      return new Date(now.getTime() + retention);
    case 'ERASED':
      return now;
  }
}

/** What happens to a token whose time has come. */
export function eventWhenDue(
  token: Pick<Token, 'state' | 'returnState' | 'tokenExpiryDate'>,
  now: Date,
): TokenEvent {
  switch (token.state) {
    case 'DEPLOYMENT_ONGOING':
      return { type: 'PROVISIONING_FAILED' };
    case 'INACTIVE':
      return { type: 'DELETED', action: 'DELETE' };
    case 'SUSPENDED':
      return token.returnState === 'INACTIVE'
        ? { type: 'DELETED', action: 'DELETE' }
        : nearExpiry(token, now);
    case 'RESUMED':
      return nearExpiry(token, now);
    default:
      return { type: 'ERASED' };
  }
}

function nearExpiry({ tokenExpiryDate }: Pick<Token, 'tokenExpiryDate'>, now: Date): TokenEvent {
  return now < lastInstantOfExpiry(tokenExpiryDate) ? { type: 'RENEWED' } : { type: 'EXPIRED' };
}
