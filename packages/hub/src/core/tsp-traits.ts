import {
  type DeviceInformation,
  type DeviceInformationSource,
  deviceInformationFrom,
} from '@countermark/wire/issuer-gateway/data/device-information';
import { isLive, isPending, type TokenLifeCycle } from './token.ts';

/** What a token service provider cannot do, or does otherwise than the table of token states says. */
export interface TspTraits {
  /**
   * Whether it can suspend a token that is not active yet. Where it cannot, the hub holds the token itself: no activation
   * passes while anybody is in the set of suspenders.
   */
  suspendsPending: boolean;
  /** What a deletion in the wallet app comes to: DELETE is final, DELETE_FROM_APP can be restored. */
  deletionInApp: 'DELETE' | 'DELETE_FROM_APP';
  /** Whether it decides in the issuer's place, when the issuer does not answer and the product lets it. */
  standsIn: boolean;
  /** Which column of the table of device information gets through it; null: whatever the wallet tells. */
  deviceInformationSource: DeviceInformationSource | null;
}

/** A TSP that can do all that the table of token states asks for. */
export const unlimitedTsp: TspTraits = {
  suspendsPending: true,
  deletionInApp: 'DELETE',
  standsIn: false,
  deviceInformationSource: null,
};

/** Whether the hub alone holds the token, when its TSP refuses to suspend it: it was never active there. */
export function heldByHub(token: TokenLifeCycle, traits: TspTraits): boolean {
  return token.state === 'SUSPENDED' && !token.activated && !traits.suspendsPending;
}

/**
 * Whether the TSP must be given the card data with this change: it need not have taken them while the token was not
 * active, and nobody gave them to one that was deleted.
 */
export function takesCardDataNow(before: TokenLifeCycle, after: TokenLifeCycle): boolean {
  const isFirstActive = !before.activated && after.activated;
  return isFirstActive || (!isLive(before) && isLive(after) && after.activated);
}

/** Whether the TSP may leave a card update alone until the token is active (Issuer Gateway API, updateCard). */
export function updatesLater(token: TokenLifeCycle, traits: TspTraits): boolean {
  return isPending(token) || heldByHub(token, traits);
}

/** What the issuer can be told of a device: as much as gets through the TSP. */
export function deviceInformationThrough(traits: TspTraits, device: DeviceInformation): DeviceInformation {
  const source = traits.deviceInformationSource;
  return source === null ? device : deviceInformationFrom(source, device);
}
