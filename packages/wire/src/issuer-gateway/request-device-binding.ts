import Type from 'typebox';
import { DeviceInformation } from './data/device-information.ts';
import {
  DeviceBindingReference,
  IssuerCardRefId,
  VirtualCardId,
  WalletProviderId,
} from './data/identifiers.ts';
import { IdvMethod } from './data/idv-method.ts';
import { SentLevelOfTrust } from './data/level-of-trust.ts';
import { RecentAuthenticationInformation } from './data/recent-authentication-information.ts';
import { ScoringInformation } from './data/scoring-information.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { WalletUserInformation } from './data/wallet-user-information.ts';
import { defineOperation, type RequestOf, type ResponseOf } from './operation.ts';

/**
 * Asks for the issuer's decision on binding an e-commerce token to a device (Issuer Gateway API, token binding and
 * verification). The decision is read as that of `requestCardDigitization`. `scoringInformation` and
 * `recentAuthenticationInformation` come from Mastercard only.
 */
export const requestDeviceBinding = defineOperation({
  name: 'requestDeviceBinding',
  direction: 'outbound',
  summary:
    'Asks the issuer to approve, to ask for step-up, or to decline the binding of a token to a device.',
  request: Type.Object({
    deviceBindingReference: DeviceBindingReference,
    virtualCardId: VirtualCardId,
    walletProviderId: WalletProviderId,
    issuerCardRefId: IssuerCardRefId,
    walletUserInformation: WalletUserInformation,
    deviceInformation: DeviceInformation,
    tokenRequestor: Type.Optional(TokenRequestor),
    scoringInformation: Type.Optional(ScoringInformation),
    recentAuthenticationInformation: Type.Optional(RecentAuthenticationInformation),
  }),
  response: Type.Object({
    levelOfTrust: SentLevelOfTrust,
    idvMethodList: Type.Optional(Type.Array(IdvMethod)),
  }),
});

export type RequestDeviceBindingRequest = RequestOf<typeof requestDeviceBinding>;
export type RequestDeviceBindingResponse = ResponseOf<typeof requestDeviceBinding>;
