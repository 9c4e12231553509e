import type {
  GetTokenInfoRequest,
  GetTokenInfoResponse,
} from '@countermark/wire/issuer-gateway/get-token-info';
import type { Issuer } from '../core/issuer.ts';
import { isLive } from '../core/token.ts';
import type { Hub } from '../ports.ts';
import { sealedTokenInfo } from './change-token.ts';
import { findTokenOfCard, type Refused, unknownCard, unknownVirtualCard } from './find-token-of-card.ts';
import { virtualCard } from './virtual-card.ts';

/** getTokenInfo: one token with its value, sealed for the issuer, while the TSP can give it. */
export async function getTokenInfo(
  hub: Hub,
  issuer: Issuer,
  { request }: { request: GetTokenInfoRequest },
): Promise<{ accepted: true; answer: GetTokenInfoResponse } | Refused> {
  const card = await hub.store.cards.findByReference(issuer.issuerId, request.issuerCardRefId);
  if (!card) return unknownCard;
  const token = await findTokenOfCard(hub.store, card, request.virtualCardId);
  if (!token) return unknownVirtualCard;
  const sealed = isLive(token) ? await sealedTokenInfo(hub, token) : null;
  return {
    accepted: true,
    answer: {
      ...virtualCard(card, token),
      ...(sealed && { tokenInfo: sealed.text, publicKeyIdentifier: sealed.keyIdentifier }),
    },
  };
}
