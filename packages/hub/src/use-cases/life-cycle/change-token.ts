import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type Enrolment, type EnrolmentOutcome, ended } from '../../core/enrolment.ts';
import { holds } from '../../core/suspenders.ts';
import { sameLifeCycle, type Token, type TokenLifeCycle } from '../../core/token.ts';
import { tokenDueAt } from '../../core/token-deadlines.ts';
import { type Notice, type TokenEvent, type Transition, transition } from '../../core/token-life-cycle.ts';
import type { Reporter } from '../../core/token-report.ts';
import type { TokenSource } from '../../core/token-source.ts';
import { tspReason } from '../../core/tsp-reason.ts';
import { type TspTokenState, tspStateAfterOwn, tspStateOf } from '../../core/tsp-token-state.ts';
import { heldByHub, takesCardDataNow } from '../../core/tsp-traits.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, violates } from '../../ports/store.ts';
import type { TspCall } from '../../ports/tsp.ts';
import { endBindingsOfToken } from '../device-binding/end-bindings-of-token.ts';
import { sessionOfToken } from '../enrolment/session-of-token.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { giveNewerCardData } from './give-card-data.ts';
import { notifyTokenChange } from './notify-token-change.ts';
import { supersede } from './supersede-operation.ts';
import { type OvertakenToken, tellOvertaken } from './tell-overtaken.ts';

/** One event for one token, who started it, and the session it belongs to. */
export interface TokenChange {
  virtualCardId: string;
  event: TokenEvent;
  source: TokenSource;
  /** Of the call that caused the change; null when a wallet, TSP, timer or operator did. */
  correlationId: string | null;
  /** Judged with the event, on the token as it then is: for what time alone causes. */
  onlyIf?: (token: Token) => boolean;
  /** What else of the token changes with it. */
  alongside?: (token: Token) => Partial<Token>;
  /** Who did it already: a TSP that did may stand elsewhere than the hub thinks. */
  reportedBy?: Reporter | null;
}

export type TokenChangeResult = { changed: true; token: Token } | Unchanged;

/** 119: no such token; 432: not in this state; else what the TSP answered, in the session it was asked in. */
export interface Unchanged {
  changed: false;
  code: number;
  correlationId?: string;
}

/** What to do, in the transaction that changed the token, with what the issuer is owed; and the session of the change. */
export type Announce = (
  tx: Aggregates,
  token: Token,
  notice: Notice | null,
  correlationId: string,
) => Promise<void>;

/** Changes a token at its TSP and here, and queues what the issuer must be told, all or nothing. */
export async function changeToken(hub: Hub, change: TokenChange): Promise<TokenChangeResult> {
  const tokenInfo = await tokenInfoForActivation(hub, change);
  const result = await changeTokenState(hub, change, async (tx, token, notice, correlationId) => {
    const card = await tx.cards.find(token.cardId);
    if (!notice || !card || !(await isWanted(tx, token, notice))) return;
    const cause = await causeOf(tx, { change: { ...change, correlationId }, token });
    await notifyTokenChange(hub, tx, { card, token, notice, tokenInfo, ...cause });
  });
  hub.wake.deliveries();
  return result;
}

/** The Issuer Gateway tells renewals to issuers that asked for it; everything else is told to all. */
async function isWanted(tx: Aggregates, token: Token, notice: Notice): Promise<boolean> {
  if (notice.action !== 'RENEW') return true;
  const product = await tx.products.find(token.productId);
  if (product?.apiFamily === 'D1') return true;
  const issuer = await tx.issuers.find(token.issuerId);
  return issuer?.settings.notifyRenewals === true;
}

/**
 * Who caused what the issuer is told, and in which session. A suspension it asked for while the token was being deployed
 * shows when provisioning ends: it is the issuer's all the same, and carries the id of its call.
 */
async function causeOf(
  tx: Aggregates,
  { change, token }: { change: TokenChange & { correlationId: string }; token: Token },
): Promise<{ source: TokenSource; correlationId: string }> {
  const heldByIssuer = change.event.type === 'PROVISIONED' && holds(token.suspenders, 'ISSUER');
  const call = heldByIssuer ? await tx.operations.newest(token.virtualCardId, 'SUSPEND') : null;
  const { source, correlationId } = call ?? change;
  return { source, correlationId };
}

/**
 * The session of a change nobody called for: activation and the deletion of a failed enrolment belong to the
 * enrolment's, everything later is a session of its own.
 */
export async function ownCorrelationId(
  hub: Pick<Hub, 'ids' | 'store'>,
  { token, notice }: { token: Token; notice: Notice | null },
): Promise<string> {
  const endsEnrolment = notice?.action === 'ACTIVATE' || (notice?.action === 'DELETE' && !token.activated);
  return endsEnrolment ? sessionOfToken(hub.store, token) : hub.ids.uuid();
}

/** A change of state, without what the issuer is told of it. */
export interface StateChange extends TokenChange {
  /** The operation that carries the change out; a deletion supersedes every other one. */
  operationId?: string;
  /** The issuer's reason, as it gave it. */
  reason?: number | null;
}

/**
 * First the TSP, then the token with whatever `announce` writes. When somebody else changed the token in between, it is
 * judged again, and the TSP told again whatever it was told before: it always ends with the state that is stored.
 */
export async function changeTokenState(
  hub: Hub,
  change: StateChange,
  announce: Announce,
): Promise<TokenChangeResult> {
  for (let round = 1; ; round++) {
    const before = await hub.store.tokens.find(change.virtualCardId);
    if (!before) return { changed: false, code: 119 };
    const planned = judge(before, change, hub.clock.now());
    const notice = planned.accepted ? planned.notice : null;
    const correlationId = change.correlationId ?? (await ownCorrelationId(hub, { token: before, notice }));
    const after = planned.accepted ? planned.token : before;
    // A second call of the same session would be a repeat of the first.
    const call = { correlationId: round > 1 ? hub.ids.uuid() : correlationId, reason: tspReason(change) };
    if (round > 1 || tspStateOf(after) !== knownAtTsp(before, change)) {
      const code = await followAtTsp(hub, { before, after, call });
      if (code !== null) return { changed: false, code, correlationId };
    }
    if (!planned.accepted) return { changed: false, code: planned.code };
    const cardDataRefusal = await giveOwedCardData(hub, { before, after, call });
    if (cardDataRefusal === ResponseCode.serverError)
      return { changed: false, code: cardDataRefusal, correlationId };
    const told = { before, change: { ...change, correlationId }, announce, cardDataRefusal };
    const stored = await storeInPlace(hub, told);
    if (stored) return stored;
  }
}

/** Where the token stands at its TSP before it is told; null: nobody can say. What is no news changed nothing there. */
function knownAtTsp(before: Token, { event, reportedBy, onlyIf }: StateChange): TspTokenState | null {
  const didItself = reportedBy === 'TSP' && (onlyIf?.(before) ?? true);
  return didItself ? tspStateAfterOwn(event, before) : tspStateOf(before);
}

/** Null when the TSP is as the token is to be, or refused only what the hub can do without it. */
async function followAtTsp(hub: Hub, { before, after, call }: ToldToTsp): Promise<number | null> {
  const tsp = tspOf(hub, before.tsp);
  const answer = await tsp.setState(before.tspTokenId, tspStateOf(after), call);
  if (answer.ok) return null;
  // What the TSP does not have is deleted there.
  const isGone = answer.code === ResponseCode.unknownVirtualCard && after.state === 'DELETED';
  const isHeld = answer.code === ResponseCode.operationNotAllowed && heldByHub(after, tsp.traits);
  return isHeld || isGone ? null : answer.code;
}

/** The code with which the TSP refused the card data that the token was owed; null: none were, or it took them. */
async function giveOwedCardData(hub: Hub, { before, after, call }: ToldToTsp): Promise<number | null> {
  return takesCardDataNow(before, after) ? giveNewerCardData(hub, before, call) : null;
}

interface ToldToTsp {
  before: Token;
  after: TokenLifeCycle;
  call: TspCall;
}

function judge(token: Token, { event, onlyIf }: StateChange, now: Date): Transition {
  return onlyIf && !onlyIf(token) ? { accepted: false, code: 432 } : transition(token, event, now);
}

/** A change as the TSP was told it, of a token as it then was. */
interface ToldChange {
  before: Token;
  change: StateChange & { correlationId: string };
  announce: Announce;
  /** Why the TSP did not take the card data with it. */
  cardDataRefusal: number | null;
}

/** Null when the token is not what it was; a token cannot come back to a place that another has taken. */
async function storeInPlace(hub: Hub, told: ToldChange): Promise<TokenChangeResult | null> {
  try {
    const tokenInfo = await tokenInfoOfOvertaken(hub, told.before);
    const token = await hub.store.transaction(tx => storeChange(hub, tx, { ...told, tokenInfo }));
    return token && { changed: true, token };
  } catch (error) {
    if (!violates(error, 'token_live_unique')) throw error;
    return { changed: false, code: ResponseCode.operationNotAllowed };
  }
}

/** Null when the token is not what it was when the TSP was told. */
async function storeChange(
  hub: Hub,
  tx: Aggregates,
  { before, change, announce, cardDataRefusal, tokenInfo }: ToldChange & { tokenInfo: string | null },
): Promise<Token | null> {
  const enrolment = await tx.enrolments.lock(before.enrolmentId);
  const current = await tx.tokens.lock(before.virtualCardId);
  if (!current || !sameLifeCycle(current, before)) return null;
  const now = hub.clock.now();
  const result = judge(current, change, now);
  if (!result.accepted) return null;
  const token: Token = {
    ...current,
    ...result.token,
    ...change.alongside?.(current),
    updatedAt: now,
  };
  const renewedAhead = tspOf(hub, token.tsp).renewal?.ahead ?? null;
  token.dueAt = tokenDueAt({ token, from: current.state, now, renewedAhead });
  await tx.tokens.save(token);
  if (enrolment) await followInEnrolment(tx, { enrolment, token, event: change.event, now });
  await endPersonalisation(tx, { before: current, token });
  await settleOthers(hub, tx, { token, notice: result.notice, operationId: change.operationId, tokenInfo });
  await announce(tx, token, result.notice, change.correlationId);
  if (cardDataRefusal !== null)
    await tellUpdateRefused(hub, tx, { token, change, errorCode: cardDataRefusal });
  return token;
}

/** An update that was silent, or not made, before the token was in use, and that its TSP does not take now either. */
async function tellUpdateRefused(
  hub: Hub,
  tx: Aggregates,
  { token, change, errorCode }: { token: Token; change: ToldChange['change']; errorCode: number },
): Promise<void> {
  const card = await tx.cards.find(token.cardId);
  if (!card) return;
  const update = await tx.operations.newest(token.virtualCardId, 'UPDATE');
  const { source, correlationId } = update ?? change;
  const notice = { action: 'UPDATE', errorCode } as const;
  await notifyTokenChange(hub, tx, { card, token, notice, source, correlationId, tokenInfo: null });
}

/** What else was under way for the token, before its change is told: over if it is gone, else told if it was overtaken. */
async function settleOthers(
  hub: Hub,
  tx: Aggregates,
  { notice, ...overtaken }: OvertakenToken & { notice: Notice | null },
): Promise<void> {
  if (overtaken.token.state === 'DELETED') {
    // Before anything is told: whoever changes a binding locks it first and the token's queue last.
    await endBindingsOfToken(tx, overtaken.token, hub.clock.now());
    await supersedeOthers(hub, tx, overtaken);
  } else if (notice) {
    await tellOvertaken(hub, tx, overtaken);
  }
}

/** The session goes with its token: it ends, or waits for verification once the token is on the device. */
async function followInEnrolment(
  tx: Aggregates,
  { enrolment, token, event, now }: { enrolment: Enrolment; token: Token; event: TokenEvent; now: Date },
): Promise<void> {
  if (enrolment.step === 'ENDED') return;
  if (enrolment.step === 'TOKEN_DATA_DUE' && event.type === 'PROVISIONING_FAILED') {
    return tx.enrolments.save(ended(enrolment, { outcome: 'FAILED', refusal: noTokenData, now }));
  }
  const outcome = enrolmentOutcome(token);
  if (outcome) return tx.enrolments.save(ended(enrolment, { outcome, now }));
  if (enrolment.step === 'PROVISIONING_DUE' && token.state !== 'DEPLOYMENT_ONGOING') {
    await tx.enrolments.save({ ...enrolment, step: 'VERIFICATION_DUE', updatedAt: now });
  }
}

const noTokenData = {
  kind: 'TECHNICAL',
  code: ResponseCode.operationExpired,
  message: 'The token service provider did not send what personalises the token',
} as const;

/** Data are needed until the token is on its device; of a token that is gone, none are. */
async function endPersonalisation(
  tx: Aggregates,
  { before, token }: { before: Token; token: Token },
): Promise<void> {
  const { virtualCardId } = token;
  if (token.state === 'DELETED') {
    await tx.personalisations.close(virtualCardId, { failure: ResponseCode.operationExpired });
  } else if (before.state === 'DEPLOYMENT_ONGOING' && token.state !== 'DEPLOYMENT_ONGOING') {
    await tx.personalisations.close(virtualCardId, { purpose: 'PROVISIONING', failure: null });
  }
}

/** What was under way for a token that is gone now is told first, as incomplete. */
async function supersedeOthers(
  hub: Hub,
  tx: Aggregates,
  { token, operationId }: { token: Token; operationId: string | undefined },
): Promise<void> {
  const card = await tx.cards.find(token.cardId);
  for (const operation of await tx.operations.running(token.virtualCardId)) {
    if (card && operation.operationId !== operationId) await supersede(hub, tx, { card, token, operation });
  }
}

/** How a token's new state ends the enrolment that made it; null while it is still under way. */
function enrolmentOutcome(token: Token): EnrolmentOutcome | null {
  if (token.state === 'DELETED' || token.state === 'ERASED') return 'TOKEN_DELETED';
  if (token.activated) return 'ACTIVATED';
  return token.state === 'SUSPENDED' && token.returnState === 'RESUMED' ? 'VERIFIED' : null;
}

/** The token's value for the issuer, when the event can make the token active. */
export async function tokenInfoForActivation(
  hub: Hub,
  change: Pick<TokenChange, 'virtualCardId' | 'event'>,
): Promise<string | null> {
  if (!['PROVISIONED', 'ACTIVATED', 'RESUMED'].includes(change.event.type)) return null;
  const token = await hub.store.tokens.find(change.virtualCardId);
  return token && announcedTokenInfo(hub, token);
}

/** The same for an activation that is only waiting for its device. */
async function tokenInfoOfOvertaken(hub: Hub, token: Token): Promise<string | null> {
  const running = await hub.store.operations.running(token.virtualCardId);
  if (!running.some(({ notice }) => notice?.action === 'ACTIVATE')) return null;
  return announcedTokenInfo(hub, token);
}

/** D1 tells nothing of a token's value. */
async function announcedTokenInfo(hub: Hub, token: Token): Promise<string | null> {
  const product = await hub.store.products.find(token.productId);
  const sealed = product?.apiFamily === 'D1' ? null : await sealedTokenInfo(hub, token);
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
