import type { TokenLifeCycle, TokenState } from './token.ts';
import type { TokenEvent } from './token-life-cycle.ts';

/** A token's state at its TSP. DELETED_FROM_APP: gone from the device, but kept so that it can be restored. */
export type TspTokenState = 'ACTIVE' | 'INACTIVE' | 'SUSPENDED' | 'DELETED' | 'DELETED_FROM_APP';

const tspStates: Record<TokenState, TspTokenState> = {
  DEPLOYMENT_ONGOING: 'INACTIVE',
  INACTIVE: 'INACTIVE',
  RESUMED: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  DELETED: 'DELETED',
  ERASED: 'DELETED',
};

/** The state a token must have at its TSP. */
export function tspStateOf(token: Pick<TokenLifeCycle, 'state' | 'deletion'>): TspTokenState {
  const restorable = token.state === 'DELETED' && token.deletion?.action === 'DELETE_FROM_APP';
  return restorable ? 'DELETED_FROM_APP' : tspStates[token.state];
}

/**
 * The state a token has at a TSP that reports an event of it; null where that is not certain, for a TSP knows nothing of
 * what others hold against the token.
 */
export function tspStateAfterOwn(event: TokenEvent, token: TokenLifeCycle): TspTokenState | null {
  switch (event.type) {
    case 'DELETED':
      return event.action === 'DELETE_FROM_APP' ? 'DELETED_FROM_APP' : null;
    case 'RESTORED':
      return tspStates[token.deletion?.stateBefore ?? token.state];
    case 'RENEWED':
      return tspStateOf(token);
    default:
      return null;
  }
}
