import Type from 'typebox';
import { atLeastOneOf } from '../presence.ts';
import { CardCaptureInformation } from './data/card-capture-information.ts';
import { CardDetails } from './data/card-details.ts';
import { DeviceInformation } from './data/device-information.ts';
import { flag, instant, openValue } from './data/element.ts';
import { CipheredCardInfo, EnvelopedAuthenticationValue } from './data/enveloped-members.ts';
import {
  IssuerCardRefId,
  ProductId,
  PublicKeyIdentifier,
  WalletCardRefId,
  WalletProviderId,
} from './data/identifiers.ts';
import { IdvMethod } from './data/idv-method.ts';
import { SentLevelOfTrust } from './data/level-of-trust.ts';
import { ScoringInformation } from './data/scoring-information.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { WalletUserInformation } from './data/wallet-user-information.ts';
import { defineOperation, type RequestOf, type ResponseOf } from './operation.ts';

/** How a token is kept. More may come. */
export const tokenTypes = ['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'] as const;

export type TokenType = (typeof tokenTypes)[number];

/**
 * Asks for the issuer's decision, after the user accepted the terms (Issuer Gateway API, outbound methods).
 *
 * `cipheredCardInfo` is the value `checkCardEligibility` carried. The answer is HTTP 200 for every decision, a red one
 * too. Yellow without `idvMethodList`, or with an empty one, makes the hub call `getIDnVMethodList`.
 */
export const requestCardDigitization = defineOperation({
  name: 'requestCardDigitization',
  direction: 'outbound',
  summary: 'Asks the issuer to approve, to ask for step-up, or to decline the token.',
  request: Type.Object({
    cipheredCardInfo: Type.Optional(CipheredCardInfo),
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    walletProviderId: WalletProviderId,
    tokenRequestor: Type.Optional(TokenRequestor),
    walletCardRefId: Type.Optional(WalletCardRefId),
    authenticationValue: Type.Optional(EnvelopedAuthenticationValue),
    walletUserInformation: WalletUserInformation,
    cardCaptureInformation: Type.Optional(CardCaptureInformation),
    scoringInformation: Type.Optional(ScoringInformation),
    deviceInformation: Type.Optional(DeviceInformation),
    tncStatus: Type.Optional(flag('Whether the user accepted the terms and conditions.')),
    tncAcceptedDate: Type.Optional(instant('When the user accepted the terms and conditions.')),
    cvvValidated: Type.Optional(flag('Whether token service provider or network found the CSC right.')),
    tokenType: Type.Optional(openValue(tokenTypes, 'How the token is kept.')),
  }),
  response: Type.Object({
    levelOfTrust: SentLevelOfTrust,
    idvMethodList: Type.Optional(Type.Array(IdvMethod)),
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    productId: Type.Optional(ProductId),
    cardDetails: Type.Optional(CardDetails),
  }),
  check: request => atLeastOneOf(request, ['cipheredCardInfo', 'issuerCardRefId']),
});

export type RequestCardDigitizationRequest = RequestOf<typeof requestCardDigitization>;
export type RequestCardDigitizationResponse = ResponseOf<typeof requestCardDigitization>;
