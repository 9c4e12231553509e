import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { UpdateCardStateRequest } from '@countermark/wire/issuer-gateway/update-card-state';
import type { Badge } from '../../core/badge.ts';
import type { Card } from '../../core/card.ts';
import type { Issuer } from '../../core/issuer.ts';
import { type ActionPlan, type IssuerAction, planIssuerAction } from '../../core/issuer-token-action.ts';
import type { Operation } from '../../core/operation.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { approveAwaitedBinding } from '../device-binding/approve-awaited-binding.ts';
import { beginChange } from '../life-cycle/begin-change.ts';
import { notifyTokenChange } from '../life-cycle/notify-token-change.ts';
import { type Accepted, acceptOnce, type Work } from './accept-once.ts';
import { type Refused, refused, unknownCard, unknownVirtualCard } from './find-token-of-card.ts';

/** One accepted call, as every token it touches remembers it. */
interface Call {
  action: IssuerAction;
  reason: number | null;
  correlationId: string;
}

/**
 * updateCardState: accepts the issuer's action for one token or all of a card, of the badge whose API was called. The
 * work itself is done later, one operation per token, and every outcome is told by notifyVirtualCardChange.
 */
export async function updateCardState(
  hub: Hub,
  issuer: Issuer,
  { request, correlationId, badge }: { request: UpdateCardStateRequest; correlationId: string; badge: Badge },
): Promise<Accepted | Refused> {
  const call: Call = { action: request.action, reason: request.reason ?? null, correlationId };
  const { issuerId } = issuer;
  const { issuerCardRefId } = request;
  const content = { ...request, badge };
  const repeatable = { issuerId, correlationId, operation: 'updateCardState', content };
  const result = await acceptOnce(hub, repeatable, async tx => {
    const card = await tx.cards.lockByReference({ issuerId, badge, issuerCardRefId });
    if (!card) return unknownCard;
    return request.virtualCardId === undefined
      ? actOnCard(hub, tx, { card, call })
      : actOnToken(hub, tx, { card, call, virtualCardId: request.virtualCardId });
  });
  hub.wake.operations();
  hub.wake.deliveries();
  return result;
}

async function actOnToken(
  hub: Hub,
  tx: Aggregates,
  { card, call, virtualCardId }: { card: Card; call: Call; virtualCardId: string },
): Promise<Work> {
  const token = await tx.tokens.lock(virtualCardId);
  if (token?.cardId !== card.cardId || token.state === 'ERASED') return unknownVirtualCard;
  const plan = planIssuerAction(token, call.action, 'TOKEN');
  if (plan.kind === 'REFUSE' && plan.code === 160) return refused(plan.code);
  const running = await tx.operations.running(virtualCardId);
  if (running.length > 0 && call.action !== 'DELETE') return refused(ResponseCode.operationOngoing);
  if (plan.kind === 'REFUSE') return refused(plan.code);
  if (
    call.action === 'RESUME' &&
    token.state === 'RESUMED' &&
    (await approvesBinding(hub, tx, token, call))
  ) {
    return { accepted: true, scope: { cardId: card.cardId, virtualCardId } };
  }
  await carryOut(hub, tx, { card, token, call, plan, running });
  return { accepted: true, scope: { cardId: card.cardId, virtualCardId } };
}

/** A token that is in use already can be named because its binding to a device waits for the issuer. */
async function approvesBinding(
  hub: Hub,
  tx: Aggregates,
  { virtualCardId }: Token,
  { correlationId }: Call,
): Promise<boolean> {
  return (await approveAwaitedBinding(hub, tx, { virtualCardId, by: 'issuer', correlationId })) !== null;
}

async function actOnCard(
  hub: Hub,
  tx: Aggregates,
  { card, call }: { card: Card; call: Call },
): Promise<Work> {
  for (const token of await tx.tokens.lockOfCard(card.cardId)) {
    const plan = planIssuerAction(token, call.action, 'CARD');
    const running = plan.kind === 'CHANGE' ? await tx.operations.running(token.virtualCardId) : [];
    if (running.length > 0 && call.action !== 'DELETE') {
      await tell(hub, tx, { card, token, call, errorCode: ResponseCode.operationOngoing });
    } else {
      await carryOut(hub, tx, { card, token, call, plan, running });
    }
  }
  return { accepted: true, scope: { cardId: card.cardId, virtualCardId: null } };
}

interface TokenWork {
  card: Card;
  token: Token;
  call: Call;
  plan: ActionPlan;
  /** Operations of the token that a DELETE takes the place of. */
  running: Operation[];
}

async function carryOut(
  hub: Hub,
  tx: Aggregates,
  { card, token, call, plan, running }: TokenWork,
): Promise<void> {
  if (plan.kind === 'CONFIRM') await tell(hub, tx, { card, token, call });
  if (plan.kind !== 'CHANGE') return;
  const { action, reason, correlationId } = call;
  const { event } = plan;
  await beginChange(hub, tx, { card, token, action, event, reason, call: { correlationId }, running });
}

async function tell(
  hub: Hub,
  tx: Aggregates,
  { card, token, call, errorCode }: { card: Card; token: Token; call: Call; errorCode?: number },
): Promise<void> {
  await notifyTokenChange(hub, tx, {
    card,
    token,
    notice: { action: call.action, ...(errorCode !== undefined && { errorCode }) },
    source: 'ISSUER',
    correlationId: call.correlationId,
    tokenInfo: null,
  });
}
