import type { Suspender } from './suspenders.ts';
import type { TokenLifeCycle } from './token.ts';
import { createdToken } from './token-life-cycle.ts';
import type { TspTokenState } from './tsp-token-state.ts';

/**
 * The life cycle of a token that was made elsewhere, from what its TSP tells of it. Whoever holds it and is not named by
 * the TSP counts as the issuer: nobody else may lift it then. Null: the token is gone, at least for now.
 */
export function lifeCycleAtTsp(token: {
  state: TspTokenState;
  suspendedBy: readonly Suspender[] | null;
}): TokenLifeCycle | null {
  switch (token.state) {
    case 'INACTIVE':
      return { ...createdToken(), state: 'INACTIVE' };
    case 'ACTIVE':
      return { ...createdToken(), state: 'RESUMED', activated: true };
    case 'SUSPENDED': {
      const suspenders: Suspender[] = token.suspendedBy?.length ? [...token.suspendedBy] : ['ISSUER'];
      return { ...createdToken(), state: 'SUSPENDED', returnState: 'RESUMED', suspenders, activated: true };
    }
    case 'DELETED':
    case 'DELETED_FROM_APP':
      return null;
  }
}
