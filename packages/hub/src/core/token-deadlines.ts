import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { enrolmentLimits } from './enrolment.ts';
import type { Token, TokenState } from './token.ts';
import { retention, type TokenEvent } from './token-life-cycle.ts';

/** A token at a moment, and how long before its expiry date the hub has it renewed; null: its TSP sees to that. */
export interface TokenInTime {
  token: Pick<Token, 'state' | 'returnState' | 'createdAt' | 'dueAt' | 'tokenExpiryDate'>;
  /** The state it comes from; null: it is new. */
  from: TokenState | null;
  now: Date;
  /** Milliseconds. */
  renewedAhead: number | null;
}

/** When time alone will change the token next. */
export function tokenDueAt({ token, from, now, renewedAhead }: TokenInTime): Date | null {
  const expiry = lastInstantOfExpiry(token.tokenExpiryDate);
  const expiryIsNear = new Date(expiry.getTime() - (renewedAhead ?? 0));
  // It runs from the day the token is on its device, whoever holds it meanwhile.
  const isWaiting = from === 'INACTIVE' || from === 'SUSPENDED';
  const verificationDueAt = isWaiting ? token.dueAt : new Date(now.getTime() + enrolmentLimits.activation);
  switch (token.state) {
    case 'DEPLOYMENT_ONGOING':
      return new Date(token.createdAt.getTime() + enrolmentLimits.deployment);
    case 'INACTIVE':
      return verificationDueAt;
    case 'SUSPENDED':
      return token.returnState === 'INACTIVE' ? verificationDueAt : expiryIsNear;
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
