import Type from 'typebox';
import { Authenticator } from '../issuer-gateway/data/authenticator-info.ts';
import { DeviceInformation } from '../issuer-gateway/data/device-information.ts';
import { identifier } from '../issuer-gateway/data/element.ts';
import { RecentAuthenticationInformation } from '../issuer-gateway/data/recent-authentication-information.ts';
import { ScoringInformation } from '../issuer-gateway/data/scoring-information.ts';
import { WalletUserInformation } from '../issuer-gateway/data/wallet-user-information.ts';

/**
 * `POST /tokens/{virtualCardId}/bindings`: a token requestor asks to bind its card-on-file token to a device. Scores and
 * the recent authentication reach the issuers of Mastercard products only.
 */
export const StartBinding = Type.Object({
  tokenStorageId: identifier('The device, as the requestor knows it.', 64),
  walletUserInformation: WalletUserInformation,
  deviceInformation: DeviceInformation,
  /** `levelOfTrust` is the requestor's recommendation: green, yellow, orange or red. */
  scoringInformation: Type.Optional(ScoringInformation),
  recentAuthenticationInformation: Type.Optional(RecentAuthenticationInformation),
  /** How the cardholder is authenticated on the device; the issuer is told once it is bound. */
  authenticatorInfo: Type.Optional(Authenticator),
});
export type StartBinding = Type.Static<typeof StartBinding>;
