import type { GetCardInfoRequest, GetCardInfoResponse } from '@countermark/wire/issuer-gateway/get-card-info';
import type { Issuer } from '../core/issuer.ts';
import type { Hub } from '../ports.ts';
import { type Refused, unknownCard } from './find-token-of-card.ts';
import { virtualCard } from './virtual-card.ts';

/** getCardInfo: the tokens of a card, of both badges and in every state but ERASED. */
export async function getCardInfo(
  hub: Pick<Hub, 'store'>,
  issuer: Issuer,
  { request }: { request: GetCardInfoRequest },
): Promise<{ accepted: true; answer: GetCardInfoResponse } | Refused> {
  const card = await hub.store.cards.findByReference(issuer.issuerId, request.issuerCardRefId);
  if (!card) return unknownCard;
  const tokens = await hub.store.tokens.ofCard(card.cardId);
  const listed = tokens.filter(token => token.state !== 'ERASED');
  return {
    accepted: true,
    answer: {
      issuerCardRefId: card.issuerCardRefId,
      virtualCardList: listed.map(token => virtualCard(card, token)),
    },
  };
}
