import { type Suspender, suspenders } from '@countermark/hub/core/suspenders';
import type { ReturnState, TokenLifeCycle, TokenState } from '@countermark/hub/core/token';
import {
  createdToken,
  type Notice,
  type TokenEvent,
  tokenStateTable,
} from '@countermark/hub/core/token-life-cycle';

export type TokenStateRow = (typeof tokenStateTable)[number];

/** What one row made of one token and one event. */
export interface Passage {
  from: TokenState;
  to: TokenState;
  /** Who acts, where the event says so. */
  by: Suspender | null;
  notice: Notice | null;
}

const now = new Date('2026-01-01T00:00:00Z');

/** Every passage that each row stands for, found by trying every kind of token with every kind of event. */
export function explore(): ReadonlyMap<TokenStateRow, readonly Passage[]> {
  const found = new Map(tokenStateTable.map(row => [row, [] as Passage[]]));
  for (const token of tokens()) {
    for (const event of events()) {
      const row = rowFor(token, event);
      if (row) found.get(row)?.push(passage(row, token, event));
    }
  }
  return found;
}

function rowFor(token: TokenLifeCycle, event: TokenEvent): TokenStateRow | undefined {
  return tokenStateTable.find(
    row =>
      row.event === event.type && row.from.includes(token.state) && row.guard(token, event as never, now),
  );
}

function passage(row: TokenStateRow, token: TokenLifeCycle, event: TokenEvent): Passage {
  return {
    from: token.state,
    to: row.to(token, event as never, now).state,
    by: 'by' in event ? event.by : null,
    notice: row.notice(token, event as never),
  };
}

/** Nobody, one, and two who hold a token. */
const holders: readonly Suspender[][] = [
  [],
  ...suspenders.map(one => [one]),
  ...suspenders.flatMap((one, index) => suspenders.slice(index + 1).map(other => [one, other])),
];

function tokens(): TokenLifeCycle[] {
  const created = createdToken();
  const held = holders.filter(set => set.length > 0);
  const returns: [ReturnState, boolean][] = [
    ['INACTIVE', false],
    ['RESUMED', false],
    ['RESUMED', true],
  ];
  const suspended = held.flatMap(set =>
    returns.map(
      ([returnState, activated]): TokenLifeCycle => ({
        ...created,
        state: 'SUSPENDED',
        suspenders: set,
        returnState,
        activated,
      }),
    ),
  );
  const live: TokenLifeCycle[] = [
    ...holders.map(set => ({ ...created, suspenders: set })),
    { ...created, state: 'INACTIVE' },
    { ...created, state: 'RESUMED', activated: true },
    ...suspended,
  ];
  return [...live, ...live.flatMap(removed), { ...created, state: 'ERASED' }];
}

function removed(token: TokenLifeCycle): TokenLifeCycle[] {
  const { state: stateBefore, returnState: returnStateBefore } = token;
  return (['DELETE', 'DELETE_FROM_APP'] as const).map(action => ({
    ...token,
    state: 'DELETED',
    returnState: null,
    deletion: { action, at: now, stateBefore, returnStateBefore },
  }));
}

function events(): TokenEvent[] {
  return [
    { type: 'PROVISIONED', towards: 'RESUMED' },
    { type: 'PROVISIONED', towards: 'INACTIVE' },
    { type: 'PROVISIONING_FAILED' },
    { type: 'ACTIVATED' },
    { type: 'VERIFICATION_USED_UP' },
    ...suspenders.map((by): TokenEvent => ({ type: 'SUSPENDED', by })),
    ...suspenders.map((by): TokenEvent => ({ type: 'RESUMED', by })),
    { type: 'DELETED', action: 'DELETE' },
    { type: 'DELETED', action: 'DELETE_FROM_APP' },
    { type: 'EXPIRED' },
    { type: 'RESTORED' },
    { type: 'ERASED' },
    { type: 'CARD_UPDATED' },
    { type: 'RENEWED' },
  ];
}
