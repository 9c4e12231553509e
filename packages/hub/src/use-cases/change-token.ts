import { type EnrolmentOutcome, ended } from '../core/enrolment.ts';
import { holds } from '../core/suspenders.ts';
import type { Token, TokenLifeCycle } from '../core/token.ts';
import { tokenDueAt } from '../core/token-deadlines.ts';
import { type Notice, type TokenEvent, transition } from '../core/token-life-cycle.ts';
import type { TokenSource } from '../core/token-source.ts';
import type { Aggregates, Hub, Tsp, TspTokenState } from '../ports.ts';
import { notifyTokenChange } from './notify-token-change.ts';

/** One event for one token, who started it, and the session it belongs to. */
export interface TokenChange {
  virtualCardId: string;
  event: TokenEvent;
  source: TokenSource;
  /** Of the call that caused the change; null when a wallet, TSP, timer or operator did. */
  correlationId: string | null;
}

export type TokenChangeResult =
  | { changed: true; token: Token }
  /** 119: no such token; 432: not in this state; else what the TSP answered. */
  | { changed: false; code: number };

/** What to do, in the transaction that changed the token, with what the issuer is owed. */
export type Announce = (tx: Aggregates, token: Token, notice: Notice | null) => Promise<void>;

/** Changes a token at its TSP and here, and queues what the issuer must be told, all or nothing. */
export async function changeToken(hub: Hub, change: TokenChange): Promise<TokenChangeResult> {
  const tokenInfo = await tokenInfoForActivation(hub, change);
  const result = await changeTokenState(hub, change, async (tx, token, notice) => {
    const card = await tx.cards.find(token.cardId);
    if (!notice || !card) return;
    const cause = await causeOf(hub, tx, { change, token, notice });
    await notifyTokenChange(hub, tx, { card, token, notice, tokenInfo, ...cause });
  });
  hub.wake.deliveries();
  return result;
}

/**
 * Who caused what the issuer is told, and in which session. A suspension it asked for while the token was being deployed
 * shows when provisioning ends: it is the issuer's all the same, and carries the id of its call.
 */
async function causeOf(
  hub: Hub,
  tx: Aggregates,
  { change, token, notice }: { change: TokenChange; token: Token; notice: Notice },
): Promise<{ source: TokenSource; correlationId: string }> {
  const heldByIssuer = change.event.type === 'PROVISIONED' && holds(token.suspenders, 'ISSUER');
  const call = heldByIssuer ? await tx.operations.newest(token.virtualCardId, 'SUSPEND') : null;
  const { source, correlationId } = call ?? change;
  return { source, correlationId: correlationId ?? ownCorrelationId(hub, token, notice) };
}

/**
 * The hub's own id for a change nobody called for: activation and the deletion of a failed enrolment belong to the
 * enrolment's session, everything later is a session of its own.
 */
function ownCorrelationId(hub: Hub, token: Token, notice: Notice): string {
  const endsEnrolment = notice.action === 'ACTIVATE' || (notice.action === 'DELETE' && !token.activated);
  return endsEnrolment ? token.enrolmentId : hub.ids.uuid();
}

/**
 * First the TSP, then the token with whatever `announce` writes. When somebody else changed the token in between, it is
 * judged again: the TSP always ends with the state that is stored.
 */
export async function changeTokenState(
  hub: Hub,
  change: Pick<TokenChange, 'virtualCardId' | 'event'>,
  announce: Announce,
): Promise<TokenChangeResult> {
  for (;;) {
    const before = await hub.store.tokens.find(change.virtualCardId);
    if (!before) return { changed: false, code: 119 };
    const planned = transition(before, change.event, hub.clock.now());
    if (!planned.accepted) return { changed: false, code: planned.code };
    const refusal = await tellTsp(hub, before, planned.token);
    if (refusal !== null) return { changed: false, code: refusal };
    const token = await hub.store.transaction(tx => storeChange(hub, tx, { before, change, announce }));
    if (token) return { changed: true, token };
  }
}

/** Null when the token is not what it was when the TSP was told. */
async function storeChange(
  hub: Hub,
  tx: Aggregates,
  { before, change, announce }: { before: Token; change: Pick<TokenChange, 'event'>; announce: Announce },
): Promise<Token | null> {
  const enrolment = await tx.enrolments.lock(before.enrolmentId);
  const current = await tx.tokens.lock(before.virtualCardId);
  if (!current || !sameLifeCycle(current, before)) return null;
  const now = hub.clock.now();
  const result = transition(current, change.event, now);
  if (!result.accepted) return null;
  const token: Token = { ...current, ...result.token, updatedAt: now };
  token.dueAt = tokenDueAt(token, now);
  await tx.tokens.save(token);
  const outcome = enrolmentOutcome(token);
  if (enrolment && enrolment.step !== 'ENDED' && outcome) {
    await tx.enrolments.save(ended(enrolment, { outcome, now }));
  }
  await announce(tx, token, result.notice);
  return token;
}

/** How a token's new state ends the enrolment that made it; null while it is still under way. */
function enrolmentOutcome(token: Token): EnrolmentOutcome | null {
  if (token.state === 'DELETED' || token.state === 'ERASED') return 'TOKEN_DELETED';
  if (token.activated) return 'ACTIVATED';
  return token.state === 'SUSPENDED' && token.returnState === 'RESUMED' ? 'VERIFIED' : null;
}

function sameLifeCycle(a: TokenLifeCycle, b: TokenLifeCycle): boolean {
  return (
    a.state === b.state &&
    a.returnState === b.returnState &&
    a.activated === b.activated &&
    a.suspenders.join() === b.suspenders.join()
  );
}

const tspStates: Record<Token['state'], TspTokenState> = {
  DEPLOYMENT_ONGOING: 'INACTIVE',
  INACTIVE: 'INACTIVE',
  RESUMED: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  DELETED: 'DELETED',
  ERASED: 'DELETED',
};

async function tellTsp(hub: Hub, before: Token, after: TokenLifeCycle): Promise<number | null> {
  const state = tspStates[after.state];
  if (state === tspStates[before.state]) return null;
  const answer = await tspOf(hub, before.tsp).setState(before.tspTokenId, state);
  return answer.ok ? null : answer.code;
}

export function tspOf(hub: Pick<Hub, 'tsps'>, name: string): Tsp {
  const tsp = hub.tsps.get(name);
  if (!tsp)
    throw new Error(
      `No TSP named ${name} is configured; a product must name one of: ${[...hub.tsps.keys()].join(', ')}`,
    );
  return tsp;
}

/** The token's value for the issuer, when the event can make the token active. */
export async function tokenInfoForActivation(
  hub: Hub,
  change: Pick<TokenChange, 'virtualCardId' | 'event'>,
): Promise<string | null> {
  if (!['PROVISIONED', 'ACTIVATED', 'RESUMED'].includes(change.event.type)) return null;
  const token = await hub.store.tokens.find(change.virtualCardId);
  const sealed = token && (await sealedTokenInfo(hub, token));
  return sealed?.text ?? null;
}

/** Token value and expiry sealed for the token's issuer; null when the TSP gives none. */
export async function sealedTokenInfo(
  hub: Hub,
  token: Token,
): Promise<{ text: string; keyIdentifier: string } | null> {
  const issuer = await hub.store.issuers.find(token.issuerId);
  const tokenInfo = issuer && (await tspOf(hub, token.tsp).tokenInfo(token.tspTokenId));
  return issuer && tokenInfo ? hub.issuerBackend.sealTokenInfo(issuer, tokenInfo) : null;
}
