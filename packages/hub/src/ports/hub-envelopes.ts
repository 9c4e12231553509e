import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { FpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { PushedCardData } from '@countermark/wire/push-provisioning/authorization-code';
import type { Badge } from '../core/badge.ts';
import type { Issuer } from '../core/issuer.ts';

export type OpenedFpanDetails = { opened: true; fpanDetails: FpanDetails } | { opened: false };

export type OpenedFpan = { opened: true; fpan: string } | { opened: false };

export type OpenedPushedCard = { opened: true; card: PushedCardData } | { opened: false };

export type OpenedCardInfo = { opened: true; cardInfo: CardInfo } | { opened: false };

/** Opens what peers sealed for the hub. Every failure is the same answer; its diagnosis is traced, not returned. */
export interface HubEnvelopes {
  openFpanDetails(
    issuer: Issuer,
    envelope: { text: string; keyIdentifier?: string; badge: Badge },
  ): Promise<OpenedFpanDetails>;
  /** `issuerId`: the issuer that sealed it; absent for a token requestor. */
  openCardInfo(envelope: {
    text: string;
    keyIdentifier?: string;
    issuerId?: string;
  }): Promise<OpenedCardInfo>;
  /** From a batch file: OAEP only, whatever the issuer's setting. */
  openRegisteredFpan(issuer: Issuer, envelope: { text: string }): Promise<OpenedFpan>;
  openPushedCard(envelope: { text: string; keyIdentifier?: string }): Promise<OpenedPushedCard>;
}
