import { canLift, holds } from './suspenders.ts';
import type { Token } from './token.ts';
import type { Notice, TokenEvent } from './token-life-cycle.ts';

/** `action` of updateCardState. */
export type IssuerAction = 'SUSPEND' | 'RESUME' | 'DELETE';

/** One token named by its virtualCardId, or every token of the card. */
export type ActionScope = 'TOKEN' | 'CARD';

/** What an issuer's action means for one token, before anybody is asked to carry it out. */
export type ActionPlan =
  | { kind: 'CHANGE'; event: TokenEvent }
  /** Already so: nothing to do at the TSP, but a one-token call is never silent. */
  | { kind: 'CONFIRM'; notice: Notice }
  | { kind: 'SKIP' }
  | { kind: 'REFUSE'; code: 160 | 432 };

const refuse = (code: 160 | 432): ActionPlan => ({ kind: 'REFUSE', code });
const change = (event: TokenEvent): ActionPlan => ({ kind: 'CHANGE', event });

/**
 * Rules of updateCardState for one token. A card-wide call skips what already is as asked and never activates;
 * a one-token call always ends in a callback or a refusal.
 */
export function planIssuerAction(
  token: Pick<Token, 'state' | 'suspenders'>,
  action: IssuerAction,
  scope: ActionScope,
): ActionPlan {
  if (token.state === 'DELETED' || token.state === 'ERASED') {
    return scope === 'CARD' ? { kind: 'SKIP' } : refuse(160);
  }
  switch (action) {
    case 'DELETE':
      return change({ type: 'DELETED', action: 'DELETE' });
    case 'SUSPEND':
      return planSuspend(token, scope);
    case 'RESUME':
      return scope === 'CARD' ? planCardResume(token) : planTokenResume(token);
  }
}

function planSuspend(token: Pick<Token, 'suspenders'>, scope: ActionScope): ActionPlan {
  if (!holds(token.suspenders, 'ISSUER')) return change({ type: 'SUSPENDED', by: 'ISSUER' });
  return scope === 'CARD' ? { kind: 'SKIP' } : { kind: 'CONFIRM', notice: { action: 'SUSPEND' } };
}

function planCardResume(token: Pick<Token, 'suspenders'>): ActionPlan {
  return holds(token.suspenders, 'ISSUER') ? change({ type: 'RESUMED', by: 'ISSUER' }) : { kind: 'SKIP' };
}

function planTokenResume(token: Pick<Token, 'state' | 'suspenders'>): ActionPlan {
  switch (token.state) {
    case 'INACTIVE':
      return change({ type: 'ACTIVATED' });
    case 'RESUMED':
      return { kind: 'CONFIRM', notice: { action: 'RESUME' } };
    case 'SUSPENDED':
      return canLift(token.suspenders, 'ISSUER') ? change({ type: 'RESUMED', by: 'ISSUER' }) : refuse(432);
    default:
      return holds(token.suspenders, 'ISSUER') ? change({ type: 'RESUMED', by: 'ISSUER' }) : refuse(432);
  }
}
