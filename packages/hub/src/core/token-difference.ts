import { isBarredFrom } from './card-on-file.ts';
import type { Suspender } from './suspenders.ts';
import { isLive, type Token } from './token.ts';
import { lifeCycleAtTsp } from './token-at-tsp.ts';
import type { TokenEvent } from './token-life-cycle.ts';
import { type TspTokenState, tspStateOf } from './tsp-token-state.ts';
import { heldByHub, type TspTraits } from './tsp-traits.ts';

/** What of a token is not the same at hub and TSP. */
export type DifferenceKind = 'ONLY_AT_HUB' | 'ONLY_AT_TSP' | 'STATE' | 'EXPIRY_DATE' | 'LAST_DIGITS';

export interface Difference {
  kind: DifferenceKind;
  /** In words, for the operator. */
  explanation: string;
  /** How it is mended; null: nobody here can tell who is right. */
  remedy: Remedy | null;
}

export type Remedy =
  /** The TSP did it and the hub has not heard: the event is applied now, with the notice it owes. */
  | { kind: 'CATCH_UP'; event: TokenEvent; alongside?: { tokenExpiryDate: string } }
  /** The hub did it and the TSP has not followed: it is told again. */
  | { kind: 'TELL_TSP'; state: TspTokenState }
  /** The token becomes known, on a card that is known. */
  | { kind: 'REGISTER' }
  /** Nobody is owed a notice of it. */
  | { kind: 'CORRECT'; fields: Partial<Pick<Token, 'tokenExpiryDate' | 'tokenLastDigits'>> };

/** A token as a TSP lists it, as far as it is compared. */
export interface ListedToken {
  state: TspTokenState;
  suspendedBy: readonly Suspender[] | null;
  tokenLastDigits: string;
  tokenExpiryDate: string;
}

/**
 * How a token differs at hub and TSP, either of which may not have it. The TSP is right about what it did, the hub about
 * what it was asked to do by those the TSP does not know of: a token held by the issuer, or deleted here, is held or
 * deleted there again.
 */
export function differencesOf(
  { token, listed }: { token: Token | null; listed: ListedToken | null },
  traits: TspTraits,
): Difference[] {
  if (token === null) return listed && lifeCycleAtTsp(listed) ? [onlyAtTsp(listed)] : [];
  if (listed === null) return isLive(token) ? [onlyAtHub(token)] : [];
  const state = stateDifference({ token, listed }, traits);
  if (state) return [state];
  return isLive(token) ? dataDifferences({ token, listed }) : [];
}

function onlyAtTsp({ state, tokenLastDigits }: ListedToken): Difference {
  return {
    kind: 'ONLY_AT_TSP',
    explanation: `The TSP has a token …${tokenLastDigits}, ${state}, that the hub does not know.`,
    remedy: { kind: 'REGISTER' },
  };
}

function onlyAtHub({ state }: Token): Difference {
  return {
    kind: 'ONLY_AT_HUB',
    explanation: `The hub has the token as ${state}, and the TSP does not have it.`,
    remedy: { kind: 'CATCH_UP', event: { type: 'DELETED', action: 'DELETE' } },
  };
}

interface Pair {
  token: Token;
  listed: ListedToken;
}

function stateDifference({ token, listed }: Pair, traits: TspTraits): Difference | null {
  const due = tspStateOf(token);
  if (listed.state === due || heldByHub(token, traits)) return null;
  const remedy = isLive(token) ? remedyWhileLive({ token, listed }) : remedyWhenGone({ token, listed });
  if (remedy === 'NONE') return null;
  return {
    kind: 'STATE',
    explanation: `The hub has the token as ${token.state}${heldBy(token)}, so it should be ${due} at the TSP, and is ${listed.state}.`,
    remedy: remedy?.kind === 'CATCH_UP' && isBarredFrom(token, remedy.event) ? null : remedy,
  };
}

function heldBy({ suspenders }: Token): string {
  return suspenders.length === 0 ? '' : ` held by ${suspenders.join(', ')}`;
}

const catchUp = (event: TokenEvent): Remedy => ({ kind: 'CATCH_UP', event });

function remedyWhileLive({ token, listed }: Pair): Remedy | null {
  if (listed.state === 'DELETED') return catchUp({ type: 'DELETED', action: 'DELETE' });
  if (listed.state === 'DELETED_FROM_APP') return catchUp({ type: 'DELETED', action: 'DELETE_FROM_APP' });
  switch (token.state) {
    case 'INACTIVE':
      return catchUp(listed.state === 'ACTIVE' ? { type: 'ACTIVATED' } : { type: 'SUSPENDED', by: 'TSP' });
    case 'RESUMED':
      return listed.state === 'SUSPENDED' ? catchUp({ type: 'SUSPENDED', by: 'TSP' }) : null;
    case 'SUSPENDED':
      // Only whoever holds it may let go of it.
      return token.suspenders.every(by => by === 'TSP')
        ? catchUp({ type: 'RESUMED', by: 'TSP' })
        : { kind: 'TELL_TSP', state: 'SUSPENDED' };
    default:
      return null;
  }
}

/** Gone on either side for good or for now is gone. */
function remedyWhenGone({ token, listed }: Pair): Remedy | 'NONE' {
  if (lifeCycleAtTsp(listed) === null) return 'NONE';
  return token.deletion?.action === 'DELETE_FROM_APP'
    ? catchUp({ type: 'RESTORED' })
    : { kind: 'TELL_TSP', state: 'DELETED' };
}

function dataDifferences({ token, listed }: Pair): Difference[] {
  const differences: Difference[] = [];
  if (token.tokenExpiryDate !== listed.tokenExpiryDate) differences.push(expiryDifference({ token, listed }));
  if (token.tokenLastDigits !== listed.tokenLastDigits) {
    const { tokenLastDigits } = listed;
    differences.push({
      kind: 'LAST_DIGITS',
      explanation: `The token number ends in ${token.tokenLastDigits} at the hub, in ${tokenLastDigits} at the TSP.`,
      remedy: { kind: 'CORRECT', fields: { tokenLastDigits } },
    });
  }
  return differences;
}

/** A new date of a token in use is a renewal. */
function expiryDifference({ token, listed: { tokenExpiryDate } }: Pair): Difference {
  const inUse = token.state === 'RESUMED' || token.state === 'SUSPENDED';
  return {
    kind: 'EXPIRY_DATE',
    explanation: `The token expires ${token.tokenExpiryDate} at the hub, ${tokenExpiryDate} at the TSP.`,
    remedy: inUse
      ? { kind: 'CATCH_UP', event: { type: 'RENEWED' }, alongside: { tokenExpiryDate } }
      : { kind: 'CORRECT', fields: { tokenExpiryDate } },
  };
}
