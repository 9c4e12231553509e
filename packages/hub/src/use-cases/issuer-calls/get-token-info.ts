import type {
  GetTokenInfoRequest,
  GetTokenInfoResponse,
} from '@countermark/wire/issuer-gateway/get-token-info';
import type { Issuer } from '../../core/issuer.ts';
import { isLive } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import { cobadgedCards } from '../cobadged/cobadged-cards.ts';
import { sealedTokenInfo } from '../life-cycle/change-token.ts';
import { type Refused, unknownCard, unknownVirtualCard } from './find-token-of-card.ts';
import { virtualCard } from './virtual-card.ts';

/** getTokenInfo: one token with its value, sealed for the issuer, while the TSP can give it. */
export async function getTokenInfo(
  hub: Hub,
  issuer: Issuer,
  { request }: { request: GetTokenInfoRequest },
): Promise<{ accepted: true; answer: GetTokenInfoResponse } | Refused> {
  const { issuerId } = issuer;
  const { issuerCardRefId, virtualCardId } = request;
  const cards = await cobadgedCards(hub.store, { issuerId, issuerCardRefId });
  if (cards.length === 0) return unknownCard;
  const token = await hub.store.tokens.find(virtualCardId);
  const card = cards.find(({ cardId }) => cardId === token?.cardId);
  if (!token || !card || token.state === 'ERASED') return unknownVirtualCard;
  const sealed = isLive(token) ? await sealedTokenInfo(hub, token) : null;
  return {
    accepted: true,
    answer: {
      ...virtualCard(card, token),
      ...(sealed && { tokenInfo: sealed.text, publicKeyIdentifier: sealed.keyIdentifier }),
    },
  };
}
