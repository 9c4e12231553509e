import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import type { VaultedToken } from '../../../ports/aggregates/vaulted-tokens.ts';
import type { NetworkAction, NetworkProfile, NetworkRefusal } from './network-profile.ts';

type TokenAtNetwork = Pick<VaultedToken, 'state' | 'stateBefore' | 'activatedAt'>;

/** What an action comes to at a network. */
export type NetworkVerdict =
  | { kind: 'DONE'; state: TspTokenState }
  | { kind: 'REFUSED'; refusal: NetworkRefusal };

/** Whether a network does this to a token, and what the token is then. */
export function judgeAction(
  { possible, refusals }: Pick<NetworkProfile, 'possible' | 'refusals'>,
  token: TokenAtNetwork,
  action: NetworkAction,
): NetworkVerdict {
  const state = outcomes[action](token);
  const from = possible[action];
  if (from?.includes(token.state)) return { kind: 'DONE', state };
  const isSo = from !== null && token.state === state;
  return { kind: 'REFUSED', refusal: (isSo && refusals.alreadySo) || refusals.wrongState };
}

const outcomes: Readonly<Record<NetworkAction, (token: TokenAtNetwork) => TspTokenState>> = {
  activate: () => 'ACTIVE',
  suspend: () => 'SUSPENDED',
  resume: ({ activatedAt }) => (activatedAt === null ? 'INACTIVE' : 'ACTIVE'),
  delete: () => 'DELETED',
  removeFromApp: () => 'DELETED_FROM_APP',
  restore: ({ stateBefore }) => stateBefore ?? 'ACTIVE',
};

/** The actions that bring a token to a state, one after the other. A token that never was active is resumed, then activated. */
export function actionsTowards(state: TspTokenState, token: TokenAtNetwork): readonly NetworkAction[] {
  switch (state) {
    case 'ACTIVE':
      if (token.state !== 'SUSPENDED') return ['activate'];
      return token.activatedAt === null ? ['resume', 'activate'] : ['resume'];
    case 'INACTIVE':
      return ['resume'];
    case 'SUSPENDED':
      return ['suspend'];
    case 'DELETED':
      return ['delete'];
    case 'DELETED_FROM_APP':
      return ['removeFromApp'];
  }
}
