import Type from 'typebox';
import { exactlyOneOf } from '../presence.ts';
import { AccountMetadata } from './data/account-metadata.ts';
import { SentCaptureMethod } from './data/card-capture-information.ts';
import { CipheredCardInfo } from './data/enveloped-members.ts';
import { IssuerCardRefId, ProductId, PublicKeyIdentifier, WalletProviderId } from './data/identifiers.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { defineOperation, type RequestOf, type ResponseOf } from './operation.ts';

/**
 * Opens an enrolment session: the first call to carry its correlation id (Issuer Gateway API, outbound methods).
 *
 * The card is named by its enveloped number or, by domestic schemes only, by the reference the issuer once gave it.
 * A refusal is HTTP 400 with one of 111, 112, 116, 158, 159, 160, 163, 164, 165, 166, 911, 921.
 */
export const checkCardEligibility = defineOperation({
  name: 'checkCardEligibility',
  direction: 'outbound',
  summary: 'Asks the issuer whether a card may be tokenized, and for its reference and profile.',
  request: Type.Object({
    cipheredCardInfo: Type.Optional(CipheredCardInfo),
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    walletProviderId: WalletProviderId,
    tokenRequestor: Type.Optional(TokenRequestor),
    captureMethod: Type.Optional(SentCaptureMethod),
  }),
  response: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    productId: ProductId,
    accountMetadata: Type.Optional(AccountMetadata),
  }),
  check: request => exactlyOneOf(request, ['cipheredCardInfo', 'issuerCardRefId']),
});

export type CheckCardEligibilityRequest = RequestOf<typeof checkCardEligibility>;
export type CheckCardEligibilityResponse = ResponseOf<typeof checkCardEligibility>;
