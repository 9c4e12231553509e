import type { VirtualCard } from '@countermark/wire/issuer-gateway/data/virtual-card';
import type { GetCardInfoRequest, GetCardInfoResponse } from '@countermark/wire/issuer-gateway/get-card-info';
import type { Card } from '../../core/card.ts';
import type { Issuer } from '../../core/issuer.ts';
import type { Hub } from '../../ports/hub.ts';
import { cobadgedCards } from '../cobadged/cobadged-cards.ts';
import { type Refused, unknownCard } from './find-token-of-card.ts';
import { virtualCard } from './virtual-card.ts';

/** getCardInfo: the tokens of a card, of both badges and in every state but ERASED. */
export async function getCardInfo(
  hub: Pick<Hub, 'store'>,
  issuer: Issuer,
  { request }: { request: GetCardInfoRequest },
): Promise<{ accepted: true; answer: GetCardInfoResponse } | Refused> {
  const { issuerId } = issuer;
  const { issuerCardRefId } = request;
  const cards = await cobadgedCards(hub.store, { issuerId, issuerCardRefId });
  const [named] = cards;
  if (!named) return unknownCard;
  const lists = await Promise.all(cards.map(card => tokensOf(hub, card)));
  return {
    accepted: true,
    answer: {
      issuerCardRefId: named.issuerCardRefId,
      virtualCardList: lists.flat(),
    },
  };
}

async function tokensOf(hub: Pick<Hub, 'store'>, card: Card): Promise<VirtualCard[]> {
  const tokens = await hub.store.tokens.ofCard(card.cardId);
  return tokens.filter(token => token.state !== 'ERASED').map(token => virtualCard(card, token));
}
