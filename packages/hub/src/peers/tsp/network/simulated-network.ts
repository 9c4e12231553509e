import type { CarePortalAction } from '../../../core/care-portal.ts';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import type { Exchange } from '../../../ports/aggregates/exchanges.ts';
import type { VaultedToken } from '../../../ports/aggregates/vaulted-tokens.ts';
import type { DeviceBindingReference, Tsp, TspAnswer, TspCall, TspDecision } from '../../../ports/tsp.ts';
import { type TokenVault, type TokenVaultParts, tokenVault } from '../token-vault.ts';
import { type NetworkLog, networkLog } from './network-log.ts';
import type { NetworkAction, NetworkProfile, NetworkRefusal } from './network-profile.ts';
import { actionsTowards, judgeAction } from './network-rules.ts';

export interface SimulatedNetworkParts extends TokenVaultParts {
  /** Keeps what hub and network say to each other, in the network's words. */
  record(exchange: Exchange): Promise<void>;
}

interface Network {
  profile: NetworkProfile;
  tokens: TokenVault;
  log: NetworkLog;
}

const done: TspAnswer<null> = { ok: true, value: null };

/** A payment network within the hub, for sandboxes and tests. It keeps its tokens as a network does, and pays with none. */
export function simulatedNetwork(profile: NetworkProfile, parts: SimulatedNetworkParts): Tsp {
  const tokens = tokenVault(parts, profile);
  const network: Network = { profile, tokens, log: networkLog(parts, profile) };
  return {
    ...tokens,
    traits: profile.traits,
    personalisation: null,
    devicePersonalisation: async () => null,
    setState: (tspTokenId, state, call) => setState(network, tspTokenId, { state, call }),
    updateCard: (tspTokenId, card, call) => updateCard(network, tspTokenId, { card, call }),
    makeOtp: tspTokenId => makeOtp(network, tspTokenId),
    tellDecision: decision => tellDecision(network, decision),
    actOnCarePortal: (tspTokenId, action) => actOnCarePortal(network, tspTokenId, action),
    proposeBinding: async tspTokenId => {
      const proposed = await tokens.proposeBinding(tspTokenId);
      return proposed.ok
        ? { ok: true, value: withPrefix(proposed.value, profile.bindingPrefix.proposed) }
        : proposed;
    },
    bindDevice: async (tspTokenId, proposed) => {
      const bound = await tokens.bindDevice(tspTokenId, proposed);
      return bound.ok ? { ok: true, value: finalReference(bound.value, profile) } : bound;
    },
  };
}

/** What the network asked, and the answer; when it decided itself there was none. */
async function tellDecision({ profile, log }: Network, decision: TspDecision): Promise<void> {
  const { answer, ...message } = profile.decision(decision);
  const { correlationId, decidedBy } = decision;
  if (decidedBy === 'ISSUER') await log.heard({ correlationId, message, answer });
  else await log.heard({ correlationId, message, failure: 'The issuer did not answer: the network decided' });
}

/** Does one after the other what brings the token there. What is so already is as good as done. */
async function setState(
  network: Network,
  tspTokenId: string,
  { state, call }: { state: TspTokenState; call: TspCall },
): Promise<TspAnswer<null>> {
  const token = await network.tokens.find(tspTokenId);
  if (!token) return refused(network.profile.refusals.unknownToken);
  if (token.state === state && network.profile.refusals.alreadySo === null) return done;
  for (const action of actionsTowards(state, token)) {
    const answer = await askFor(network, tspTokenId, { action, call });
    if (!answer.ok) return answer;
  }
  return done;
}

/** One life-cycle call of the hub: the network answers, and tells afterwards what became of the token. */
async function askFor(
  { profile, tokens, log }: Network,
  tspTokenId: string,
  { action, call }: { action: NetworkAction; call: TspCall },
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return refused(profile.refusals.unknownToken);
  const { correlationId } = call;
  const message = profile.request(action, token, call.reason);
  const verdict = judgeAction(profile, token, action);
  if (verdict.kind === 'REFUSED') {
    await log.asked({ correlationId, message, refusedWith: verdict.refusal.word });
    return refused(verdict.refusal);
  }
  const stored = await tokens.setState(token, verdict.state);
  if (!stored.ok) return stored;
  await log.asked({ correlationId, message, answer: { status: profile.statuses[verdict.state] } });
  await tellOf({ profile, tokens, log }, { token, action, state: verdict.state, correlationId });
  return done;
}

/** On the care portal the network acts by itself; what it then tells carries the session that made the token. */
async function actOnCarePortal(
  network: Network,
  tspTokenId: string,
  portalAction: CarePortalAction,
): Promise<TspAnswer<null>> {
  const { profile, tokens } = network;
  const token = await tokens.find(tspTokenId);
  if (!token) return refused(profile.refusals.unknownToken);
  const action = portalActions[portalAction];
  const verdict = judgeAction(profile, token, action);
  if (verdict.kind === 'REFUSED') return refused(verdict.refusal);
  const stored = await tokens.setState(token, verdict.state);
  if (!stored.ok) return stored;
  await tellOf(network, { token, action, state: verdict.state, correlationId: token.correlationId });
  return done;
}

const portalActions: Readonly<Record<CarePortalAction, NetworkAction>> = {
  ACTIVATE: 'activate',
  SUSPEND: 'suspend',
  RESUME: 'resume',
  DELETE: 'delete',
  DELETE_FROM_APP: 'removeFromApp',
  RESTORE: 'restore',
};

async function tellOf(
  { profile, log }: Network,
  change: { token: VaultedToken; action: NetworkAction; state: TspTokenState; correlationId: string },
): Promise<void> {
  const { token, action, state, correlationId } = change;
  await log.heard({ correlationId, message: profile.notice(action, { ...token, state }) });
}

async function updateCard(
  { profile, tokens, log }: Network,
  tspTokenId: string,
  { card, call }: { card: { pan: string; expiry: string | null }; call: TspCall },
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return refused(profile.refusals.unknownToken);
  const { correlationId } = call;
  const message = profile.update(token);
  const { wrongState } = profile.refusals;
  if (!profile.updates.includes(token.state)) {
    await log.asked({ correlationId, message, refusedWith: wrongState.word });
    return refused(wrongState);
  }
  await log.asked({ correlationId, message });
  return tokens.updateCard(tspTokenId, card);
}

async function makeOtp({ profile, tokens, log }: Network, tspTokenId: string): Promise<{ otp: string }> {
  const made = await tokens.makeOtp(tspTokenId);
  const token = await tokens.find(tspTokenId);
  if (token) await log.heard({ correlationId: token.correlationId, message: profile.passcode(token) });
  return made;
}

function refused({ code }: NetworkRefusal): TspAnswer<null> {
  return code === null ? done : { ok: false, code };
}

function withPrefix(
  { deviceBindingReference }: DeviceBindingReference,
  prefix: string,
): DeviceBindingReference {
  return { deviceBindingReference: prefix + deviceBindingReference };
}

/** Where the issuer was asked under a provisional reference, the final one is made of it. */
function finalReference(
  { deviceBindingReference }: DeviceBindingReference,
  { bindingPrefix }: NetworkProfile,
): DeviceBindingReference {
  const number = deviceBindingReference.replace(bindingPrefix.proposed, '');
  return { deviceBindingReference: bindingPrefix.bound + number };
}
