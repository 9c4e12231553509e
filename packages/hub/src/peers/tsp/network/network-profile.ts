import type { KnownIdvMethodType } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { TspReason } from '../../../core/tsp-reason.ts';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import type { TspTraits } from '../../../core/tsp-traits.ts';
import type { VaultedToken } from '../../../ports/aggregates/vaulted-tokens.ts';
import type { Ids } from '../../../ports/ids.ts';
import type { TspDecision } from '../../../ports/tsp.ts';

/** What can be done to a token at a network, by whoever may. */
export type NetworkAction = 'activate' | 'suspend' | 'resume' | 'delete' | 'removeFromApp' | 'restore';

/** One message of a network's own dialect: what it is called, and its body. */
export interface NetworkMessage {
  operation: string;
  body: Record<string, unknown>;
}

/** A refusal in the network's own words, and what the hub makes of it. */
export interface NetworkRefusal {
  word: string;
  /** Code of the Issuer Gateway API; null: nothing was to be done, which is as good as done. */
  code: number | null;
}

/** A payment network as its simulator knows it: everything in which two networks differ. */
export interface NetworkProfile {
  /** As products name it. */
  name: string;
  traits: TspTraits;
  /** BIN controller of its payment account references. */
  binController: string;
  drawReference(ids: Ids): string;
  /** Before the issuer approved a device binding, and after. */
  bindingPrefix: { proposed: string; bound: string };
  /** Its name of each state. */
  statuses: Readonly<Record<TspTokenState, string>>;
  /** In which states each action is possible; null: it knows no such action. */
  possible: Readonly<Record<NetworkAction, readonly TspTokenState[] | null>>;
  /** In which states it takes new card data. */
  updates: readonly TspTokenState[];
  refusals: {
    unknownToken: NetworkRefusal;
    wrongState: NetworkRefusal;
    /** Null: asked for what already is so, it just agrees. */
    alreadySo: NetworkRefusal | null;
  };
  /** Its names of verification methods; a method it has no name for it cannot offer. */
  activationMethods: Readonly<Record<KnownIdvMethodType, string | null>>;
  /** The hub asks for an action. */
  request(
    action: NetworkAction,
    token: Pick<VaultedToken, 'tspTokenId'>,
    reason: TspReason | null,
  ): NetworkMessage;
  /** The hub gives new card data. */
  update(token: Pick<VaultedToken, 'tspTokenId'>): NetworkMessage;
  /** The network's code for the cardholder goes to the issuer. */
  passcode(token: Pick<VaultedToken, 'tspTokenId'>): NetworkMessage;
  /** The network asked whether the card may get a token, and this was the answer. */
  decision(decision: TspDecision): NetworkMessage & { answer: Record<string, unknown> };
  /** The network tells what became of a token. */
  notice(action: NetworkAction, token: VaultedToken): NetworkMessage;
}

/** The names of the methods that a network can offer. */
export function namedMethods(
  names: NetworkProfile['activationMethods'],
  methods: readonly { type: string }[],
): string[] {
  const known = new Map<string, string | null>(Object.entries(names));
  return methods.map(({ type }) => known.get(type) ?? null).filter(name => name !== null);
}

/** A technical failure, as opposed to somebody's decision. */
export function isTechnical({ refusal }: TspDecision): boolean {
  return refusal?.kind === 'TECHNICAL';
}
