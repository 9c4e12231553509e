import type { RequestDeviceBindingRequest } from '@countermark/wire/issuer-gateway/request-device-binding';
import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import type { DeviceBinding } from '../../core/device-binding.ts';
import type { Token } from '../../core/token.ts';
import { deviceInformationThrough } from '../../core/tsp-traits.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** What the issuer decides on: the token, the device it is to be bound to, and what the requestor told of its user. */
export async function bindingRequest(
  hub: Hub,
  { binding, token, request }: { binding: DeviceBinding; token: Token; request: StartBinding },
): Promise<RequestDeviceBindingRequest> {
  const card = await hub.store.cards.find(token.cardId);
  const product = await hub.store.products.find(token.productId);
  if (!card || !product) throw new Error(`Token ${token.virtualCardId} lost its card or product`);
  const { walletUserInformation, deviceInformation, tokenStorageId } = request;
  const { traits } = tspOf(hub, token.tsp);
  return {
    deviceBindingReference: binding.deviceBindingReference,
    virtualCardId: token.virtualCardId,
    walletProviderId: token.walletProviderId,
    issuerCardRefId: card.issuerCardRefId,
    walletUserInformation,
    deviceInformation: deviceInformationThrough(traits, { ...deviceInformation, tokenStorageId }),
    tokenRequestor: { id: token.tokenRequestorId },
    ...(product.scheme === 'MASTERCARD' && mastercardExtras(request)),
  };
}

/** Mastercard alone tells issuers what it thinks of the request, and when the cardholder was last authenticated. */
function mastercardExtras({
  scoringInformation,
  recentAuthenticationInformation,
}: StartBinding): Partial<RequestDeviceBindingRequest> {
  return {
    ...(scoringInformation && { scoringInformation }),
    ...(recentAuthenticationInformation && { recentAuthenticationInformation }),
  };
}
