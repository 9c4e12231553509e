import Type from 'typebox';
import { CardCaptureInformation } from '../issuer-gateway/data/card-capture-information.ts';
import { DeviceInformation } from '../issuer-gateway/data/device-information.ts';
import { flag, identifier, oneOf } from '../issuer-gateway/data/element.ts';
import { CipheredCardInfo } from '../issuer-gateway/data/enveloped-members.ts';
import { PublicKeyIdentifier } from '../issuer-gateway/data/identifiers.ts';
import { ScoringInformation } from '../issuer-gateway/data/scoring-information.ts';
import { WalletUserInformation } from '../issuer-gateway/data/wallet-user-information.ts';
import { Trid } from './identifiers.ts';

export const TokenType = oneOf(['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'], 'Where the token lives.');

/**
 * `POST /enrolments`: a token requestor asks for a token. Card data is an envelope for the hub's PKCS#7 key around
 * `{"fpan","exp","cvv"}`; with captureMethod `TOKEN` a token stands there in place of the card, and
 * `originalTokenRequestorId` says whose it is. Without it the card is the one the requestor already knows by `walletCardRefId`.
 */
export const StartEnrolment = Type.Object({
  tokenRequestorId: Trid,
  cipheredCardInfo: Type.Optional(CipheredCardInfo),
  publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
  pushPayload: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 8196,
      description: "What the issuer's application handed over: a compact JWE in place of cipheredCardInfo.",
      log: 'envelope',
    }),
  ),
  originalTokenRequestorId: Type.Optional(Trid),
  walletCardRefId: Type.Optional(identifier('The card as the requestor knows it.', 64)),
  tokenStorageId: Type.Optional(identifier('Secure element, or app instance of an HCE wallet.', 64)),
  tokenType: TokenType,
  language: Type.Optional(
    Type.String({ pattern: '^[a-z]{2}$', description: 'Of the terms shown, ISO 639-1.', log: 'plain' }),
  ),
  cvvValidated: Type.Optional(flag('The security code was checked by the network already.')),
  walletId: Type.Optional(identifier('The wallet, as its provider numbers it.')),
  merchantId: Type.Optional(identifier('The merchant, as the requestor numbers it.')),
  walletUserInformation: WalletUserInformation,
  cardCaptureInformation: Type.Optional(CardCaptureInformation),
  /** `levelOfTrust` is the wallet's recommendation: green, yellow, orange or red. */
  scoringInformation: Type.Optional(ScoringInformation),
  deviceInformation: Type.Optional(DeviceInformation),
});
export type StartEnrolment = Type.Static<typeof StartEnrolment>;
