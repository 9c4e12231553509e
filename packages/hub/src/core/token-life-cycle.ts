import {
  canLift,
  holds,
  type Suspender,
  suspenderRules,
  withoutSuspender,
  withSuspender,
} from './suspenders.ts';
import type { ReturnState, TokenAction, TokenLifeCycle, TokenState } from './token.ts';

/** What can happen to a token. Actors and reasons are part of the event, never of the state. */
export type TokenEvent =
  | { type: 'PROVISIONED'; towards: ReturnState }
  | { type: 'PROVISIONING_FAILED' }
  | { type: 'ACTIVATED' }
  | { type: 'VERIFICATION_USED_UP' }
  | { type: 'SUSPENDED'; by: Suspender }
  | { type: 'RESUMED'; by: Suspender }
  | { type: 'DELETED'; action: 'DELETE' | 'DELETE_FROM_APP' }
  | { type: 'EXPIRED' }
  | { type: 'RESTORED' }
  | { type: 'ERASED' }
  | { type: 'CARD_UPDATED' }
  /** `errorCode`: it was not, the TSP says. */
  | { type: 'RENEWED'; errorCode?: number };

export type TokenEventType = TokenEvent['type'];

/** What the issuer is told of a change; `errorCode` present means the operation failed. */
export interface Notice {
  action: TokenAction;
  errorCode?: number;
}

export type Transition =
  | { accepted: true; token: TokenLifeCycle; notice: Notice | null }
  | { accepted: false; code: 432 };

interface Row<T extends TokenEventType = TokenEventType> {
  from: readonly TokenState[];
  event: T;
  /** In the words of the documentation; empty when the row always applies. */
  when: string;
  guard: (token: TokenLifeCycle, event: Extract<TokenEvent, { type: T }>, now: Date) => boolean;
  /** What `to` makes of the token, in the words of the documentation. */
  becomes: string;
  to: (token: TokenLifeCycle, event: Extract<TokenEvent, { type: T }>, now: Date) => TokenLifeCycle;
  notice: (token: TokenLifeCycle, event: Extract<TokenEvent, { type: T }>) => Notice | null;
}

const days = 24 * 60 * 60 * 1000;

/** A token removed in the wallet app can come back for this long (MDES). */
export const restorationLimit = 95 * days;

/** A deleted token leaves the hub's store after this long. */
export const retention = 100 * days;

const live: readonly TokenState[] = ['DEPLOYMENT_ONGOING', 'INACTIVE', 'RESUMED', 'SUSPENDED'];
const always = () => true;
const silent = () => null;
const tell = (action: TokenAction) => () => ({ action });
const unchanged = (token: TokenLifeCycle) => token;

function active(token: TokenLifeCycle): TokenLifeCycle {
  return { ...token, state: 'RESUMED', returnState: null, activated: true };
}

function deleted(token: TokenLifeCycle, action: 'DELETE' | 'DELETE_FROM_APP', at: Date): TokenLifeCycle {
  const deletion = { action, at, stateBefore: token.state, returnStateBefore: token.returnState };
  return { ...token, state: 'DELETED', returnState: null, deletion };
}

/** Back to the remembered state once nobody is left in the set. */
function lifted(token: TokenLifeCycle, by: Suspender): TokenLifeCycle {
  const left = { ...token, suspenders: withoutSuspender(token.suspenders, by) };
  return token.returnState === 'RESUMED'
    ? active(left)
    : { ...left, state: token.returnState ?? 'INACTIVE', returnState: null };
}

/** The first time a token becomes usable is announced as ACTIVATE, whatever lifted the last suspension. */
function liftedNotice(token: TokenLifeCycle): Notice {
  return { action: token.returnState === 'RESUMED' && !token.activated ? 'ACTIVATE' : 'RESUME' };
}

function row<T extends TokenEventType>(entry: Row<T>): Row {
  return entry as unknown as Row;
}

/**
 * The life of a token as a table. The first row whose state, event and guard fit applies; no row: refused with 432.
 * States are published; arrows and guards beyond the two published rules are this project's (docs/token-states.md).
 */
export const tokenStateTable: readonly Row[] = [
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'PROVISIONED',
    when: 'a suspender was recorded meanwhile',
    guard: token => token.suspenders.length > 0,
    becomes: 'held from the start; it remembers where it was going',
    to: (token, event) => ({ ...token, state: 'SUSPENDED', returnState: event.towards }),
    notice: tell('SUSPEND'),
  }),
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'PROVISIONED',
    when: 'green, or the TSP activates the token itself',
    guard: (_, event) => event.towards === 'RESUMED',
    becomes: 'usable',
    to: active,
    notice: tell('ACTIVATE'),
  }),
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'PROVISIONED',
    when: 'verification is pending',
    guard: (_, event) => event.towards === 'INACTIVE',
    becomes: 'on the device, waiting for its holder to be verified',
    to: token => ({ ...token, state: 'INACTIVE' }),
    notice: silent,
  }),
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'PROVISIONING_FAILED',
    when: '',
    guard: always,
    becomes: 'gone: it never reached the device',
    to: (token, _, now) => deleted(token, 'DELETE', now),
    notice: tell('DELETE'),
  }),
  row({
    from: ['INACTIVE'],
    event: 'ACTIVATED',
    when: '',
    guard: always,
    becomes: 'usable',
    to: active,
    notice: tell('ACTIVATE'),
  }),
  row({
    from: ['SUSPENDED'],
    event: 'ACTIVATED',
    when: 'suspended while verification was pending',
    guard: token => token.returnState === 'INACTIVE',
    becomes: 'still held; usable once nobody holds it',
    to: token => ({ ...token, returnState: 'RESUMED' }),
    notice: silent,
  }),
  row({
    from: ['INACTIVE'],
    event: 'VERIFICATION_USED_UP',
    when: '',
    guard: always,
    becomes: 'as it was; another method may be tried',
    to: unchanged,
    notice: silent,
  }),
  row({
    from: ['RESUMED', 'INACTIVE'],
    event: 'SUSPENDED',
    when: '',
    guard: always,
    becomes: 'held; it remembers where it was',
    to: (token, event) => ({
      ...token,
      state: 'SUSPENDED',
      returnState: token.state as ReturnState,
      suspenders: withSuspender(token.suspenders, event.by),
    }),
    notice: tell('SUSPEND'),
  }),
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'SUSPENDED',
    when: 'by the issuer or the TSP',
    guard: (_, event) => suspenderRules[event.by].mayHoldDeployment,
    becomes: 'on its way, to be held as soon as it is on the device',
    to: (token, event) => ({ ...token, suspenders: withSuspender(token.suspenders, event.by) }),
    notice: silent,
  }),
  row({
    from: ['SUSPENDED'],
    event: 'SUSPENDED',
    when: '',
    guard: always,
    becomes: 'held by one more',
    to: (token, event) => ({ ...token, suspenders: withSuspender(token.suspenders, event.by) }),
    notice: (_, event) => (event.by === 'ISSUER' ? { action: 'SUSPEND' } : null),
  }),
  row({
    from: ['SUSPENDED'],
    event: 'RESUMED',
    when: 'others hold it still',
    guard: (token, event) =>
      canLift(token.suspenders, event.by) && withoutSuspender(token.suspenders, event.by).length > 0,
    becomes: 'held by those who are left',
    to: (token, event) => ({ ...token, suspenders: withoutSuspender(token.suspenders, event.by) }),
    notice: (_, event) => (event.by === 'ISSUER' ? { action: 'RESUME', errorCode: 432 } : null),
  }),
  row({
    from: ['SUSPENDED'],
    event: 'RESUMED',
    when: 'nobody else holds it',
    guard: (token, event) => canLift(token.suspenders, event.by),
    becomes: 'where it was before it was held',
    to: (token, event) => lifted(token, event.by),
    notice: liftedNotice,
  }),
  row({
    from: ['DEPLOYMENT_ONGOING'],
    event: 'RESUMED',
    when: 'the actor was recorded as a suspender',
    guard: (token, event) => holds(token.suspenders, event.by),
    becomes: 'on its way, no longer held by this actor',
    to: (token, event) => ({ ...token, suspenders: withoutSuspender(token.suspenders, event.by) }),
    notice: (_, event) => (event.by === 'ISSUER' ? { action: 'RESUME' } : null),
  }),
  row({
    from: live,
    event: 'DELETED',
    when: '',
    guard: always,
    becomes: 'gone',
    to: (token, event, now) => deleted(token, event.action, now),
    notice: (_, event) => ({ action: event.action }),
  }),
  row({
    from: live,
    event: 'EXPIRED',
    when: '',
    guard: always,
    becomes: 'gone',
    to: (token, _, now) => deleted(token, 'DELETE', now),
    notice: tell('DELETE'),
  }),
  row({
    from: ['DELETED'],
    event: 'RESTORED',
    when: 'removed in the wallet app at most 95 days ago',
    guard: (token, _, now) =>
      token.deletion?.action === 'DELETE_FROM_APP' &&
      now.getTime() - token.deletion.at.getTime() <= restorationLimit,
    becomes: 'what it was when it was removed, held by whoever held it',
    to: token => ({
      ...token,
      state: token.deletion?.stateBefore ?? 'DELETED',
      returnState: token.deletion?.returnStateBefore ?? null,
      deletion: null,
    }),
    notice: token => ({ action: token.deletion?.stateBefore === 'SUSPENDED' ? 'SUSPEND' : 'RESUME' }),
  }),
  row({
    from: ['DELETED'],
    event: 'ERASED',
    when: '100 days after deletion, or a privacy request',
    guard: always,
    becomes: 'forgotten',
    to: token => ({ ...token, state: 'ERASED', suspenders: [], deletion: null }),
    notice: tell('ERASE'),
  }),
  row({
    from: ['RESUMED', 'SUSPENDED'],
    event: 'CARD_UPDATED',
    when: '',
    guard: always,
    becomes: 'linked to the new card data',
    to: unchanged,
    notice: tell('UPDATE'),
  }),
  row({
    from: ['DEPLOYMENT_ONGOING', 'INACTIVE'],
    event: 'CARD_UPDATED',
    when: '',
    guard: always,
    becomes: 'linked to the new card data',
    to: unchanged,
    notice: silent,
  }),
  row({
    from: ['RESUMED', 'SUSPENDED'],
    event: 'RENEWED',
    when: '',
    guard: always,
    becomes: 'the same token with a new expiry date, unless its TSP failed to renew it',
    to: unchanged,
    notice: (_, { errorCode }) => ({ action: 'RENEW', ...(errorCode !== undefined && { errorCode }) }),
  }),
];

/** A token as the TSP has just made it. */
export function createdToken(): TokenLifeCycle {
  return { state: 'DEPLOYMENT_ONGOING', returnState: null, suspenders: [], activated: false, deletion: null };
}

/** Applies one event to one token. Pure: `now` decides only what the table dates. */
export function transition(token: TokenLifeCycle, event: TokenEvent, now: Date): Transition {
  const match = tokenStateTable.find(
    entry =>
      entry.event === event.type &&
      entry.from.includes(token.state) &&
      entry.guard(token, event as never, now),
  );
  if (!match) return { accepted: false, code: 432 };
  return {
    accepted: true,
    token: match.to(token, event as never, now),
    notice: match.notice(token, event as never),
  };
}
