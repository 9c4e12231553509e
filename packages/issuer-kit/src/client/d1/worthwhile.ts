import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import type { D1Operation } from '@countermark/wire/d1/operation';
import { HubUnreachableError, isFailure } from '../errors.ts';
import type { Outcome } from '../resending.ts';

/**
 * The posts that may be sent twice. Of those that change something only the suspension of a card succeeds in a state that is
 * there already: `resume`, sent again, would be refused although it was done.
 */
const harmlessPosts: readonly string[] = [suspendCard.name, getToken.name];

/**
 * Whether to send a D1 call again: what is idempotent after any failure, the rest when the hub did nothing. Correlation ids
 * tell no two calls apart in D1.
 */
export function isWorthwhile(operation: D1Operation, outcome: Outcome): boolean {
  const idempotent = operation.method !== 'POST' || harmlessPosts.includes(operation.name);
  if (outcome instanceof HubUnreachableError) {
    if (outcome.fault === 'no-answer') return idempotent;
    return outcome.fault === 'not-connected';
  }
  return outcome.status === 429 || (isFailure(outcome) && idempotent);
}
