import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { TspCall } from '../../ports/tsp.ts';
import { openCard } from '../open-card.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/**
 * Links a token at its TSP to the card as it is now; the code of a refusal, or null. A card that changed meanwhile is given
 * again: whoever gave its newer data may have been faster.
 */
export async function giveCardData(hub: Hub, token: Token, call: TspCall): Promise<number | null> {
  for (let { correlationId } = call; ; correlationId = hub.ids.uuid()) {
    const card = await hub.store.cards.find(token.cardId);
    if (!card) return ResponseCode.unknownVirtualCard;
    const code = await link(hub, { token, card, call: { ...call, correlationId } });
    const current = await hub.store.cards.find(token.cardId);
    if (code !== null || current?.updatedAt.getTime() === card.updatedAt.getTime()) return code;
  }
}

/**
 * The same for a TSP that may not have taken what the issuer updated before, or was not given it for a token that was
 * deleted then: else it has what the token was made with.
 */
export async function giveNewerCardData(hub: Hub, token: Token, call: TspCall): Promise<number | null> {
  const card = await hub.store.cards.find(token.cardId);
  const missedIt = card && token.deletion && card.updatedAt > token.deletion.at;
  const isOwed = missedIt || (await hub.store.operations.newest(token.virtualCardId, 'UPDATE'));
  return card && isOwed ? link(hub, { token, card, call }) : null;
}

async function link(
  hub: Hub,
  { token, card, call }: { token: Token; card: Card; call: TspCall },
): Promise<number | null> {
  const { fpan: pan, exp: expiry = null } = openCard(hub.vault, card);
  const answer = await tspOf(hub, token.tsp).updateCard(token.tspTokenId, { pan, expiry }, call);
  return answer.ok ? null : answer.code;
}
