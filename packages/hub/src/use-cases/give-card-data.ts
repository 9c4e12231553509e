import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Token } from '../core/token.ts';
import type { Hub, TspCall } from '../ports.ts';
import { tspOf } from './tsp-of.ts';

/** Links a token at its TSP to the card as it is now; the code of a refusal, or null. */
export async function giveCardData(hub: Hub, token: Token, call: TspCall): Promise<number | null> {
  const card = await hub.store.cards.find(token.cardId);
  if (!card) return ResponseCode.unknownVirtualCard;
  const address = { table: 'card', rowId: card.cardId };
  const funding = {
    pan: hub.vault.open({ ...address, column: 'pan' }, card.sealedPan),
    expiry: card.sealedExpiry && hub.vault.open({ ...address, column: 'expiry' }, card.sealedExpiry),
  };
  const answer = await tspOf(hub, token.tsp).updateCard(token.tspTokenId, funding, call);
  return answer.ok ? null : answer.code;
}
