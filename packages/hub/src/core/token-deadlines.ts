import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { enrolmentLimits } from './enrolment.ts';
import type { Token } from './token.ts';
import { retention, type TokenEvent } from './token-life-cycle.ts';

/** When time alone will change the token next; null when it never will. */
export function tokenDueAt(
  token: Pick<Token, 'state' | 'returnState' | 'createdAt' | 'dueAt' | 'tokenExpiryDate'>,
  now: Date,
): Date | null {
  switch (token.state) {
    case 'DEPLOYMENT_ONGOING':
      return new Date(token.createdAt.getTime() + enrolmentLimits.deployment);
    case 'INACTIVE':
      return new Date(now.getTime() + enrolmentLimits.activation);
    case 'SUSPENDED':
      return token.returnState === 'INACTIVE' ? token.dueAt : lastInstantOfExpiry(token.tokenExpiryDate);
    case 'RESUMED':
      return lastInstantOfExpiry(token.tokenExpiryDate);
    case 'DELETED':
      return new Date(now.getTime() + retention);
    case 'ERASED':
      return null;
  }
}

/** What happens to a token whose time has come. */
export function eventWhenDue(token: Pick<Token, 'state' | 'returnState'>): TokenEvent {
  switch (token.state) {
    case 'DEPLOYMENT_ONGOING':
      return { type: 'PROVISIONING_FAILED' };
    case 'INACTIVE':
      return { type: 'DELETED', action: 'DELETE' };
    case 'SUSPENDED':
      return token.returnState === 'INACTIVE' ? { type: 'DELETED', action: 'DELETE' } : { type: 'EXPIRED' };
    case 'RESUMED':
      return { type: 'EXPIRED' };
    default:
      return { type: 'ERASED' };
  }
}
