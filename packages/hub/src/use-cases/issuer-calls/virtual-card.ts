import type { VirtualCard } from '@countermark/wire/issuer-gateway/data/virtual-card';
import type { Card } from '../../core/card.ts';
import type { Token } from '../../core/token.ts';
import { wireDate } from '../enrolment/digitization-request.ts';

/** A token as the issuer sees it in getCardInfo and getTokenInfo. */
export function virtualCard(card: Card, token: Token): VirtualCard {
  return {
    virtualCardId: token.virtualCardId,
    issuerCardRefId: card.issuerCardRefId,
    walletProviderId: token.walletProviderId,
    deviceInformation: token.deviceInformation,
    status: token.state,
    isPrimary: token.isPrimary,
    ...(token.walletCardRefId !== null && { walletCardRefId: token.walletCardRefId }),
    ...(token.walletVirtualCardId !== null && { walletVirtualCardId: token.walletVirtualCardId }),
    ...(token.tokenStorageId !== null && { tokenStorageId: token.tokenStorageId }),
    tokenRequestor: { id: token.tokenRequestorId },
    tokenLastDigits: token.tokenLastDigits,
    tokenExpiryDate: token.tokenExpiryDate,
    creationDate: wireDate(token.createdAt),
    lastUpdateDate: wireDate(token.updatedAt),
  };
}
