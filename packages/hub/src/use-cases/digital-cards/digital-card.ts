import type { DigitalCard } from '@countermark/wire/d1/data/digital-card';
import { cardSchemes } from '@countermark/wire/d1/data/scheme';
import type { Card } from '../../core/card.ts';
import { digitalCardState } from '../../core/digital-card.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';

/** What an issuer is shown of a digital card; null: it is forgotten. */
export async function digitalCard(
  { store, clock }: Pick<Hub, 'store' | 'clock'>,
  { token, card }: { token: Token; card: Card },
): Promise<DigitalCard | null> {
  const state = digitalCardState(token, clock.now());
  if (state === null) return null;
  const product = await store.products.find(token.productId);
  const requestor = await store.requestors.find(token.requestorId);
  const scheme = cardSchemes.find(name => name === product?.scheme);
  const { deviceId = token.tokenStorageId, deviceName, tokenStorageType } = token.deviceInformation;
  return {
    digitalCardId: token.virtualCardId,
    cardId: card.issuerCardRefId,
    state,
    ...(scheme !== undefined && { scheme }),
    last4: token.tokenLastDigits.slice(-4),
    expiryDate: token.tokenExpiryDate,
    ...(deviceId !== null && { deviceId }),
    ...(deviceName !== undefined && { deviceName }),
    ...(tokenStorageType !== undefined && { deviceType: tokenStorageType }),
    walletId: token.walletProviderId,
    tokenRequestorId: token.tokenRequestorId,
    ...(requestor && { walletName: requestor.name, tokenRequestorName: requestor.name }),
  };
}
