import Type from 'typebox';
import { openValue } from '../issuer-gateway/data/element.ts';
import { CipheredCardInfo } from '../issuer-gateway/data/enveloped-members.ts';
import {
  IssuerCardRefId,
  ProductId,
  PublicKeyIdentifier,
  TokenStorageId,
} from '../issuer-gateway/data/identifiers.ts';
import { defineAuxiliaryOperation, type RequestOf, type ResponseOf } from '../issuer-gateway/operation.ts';
import { requestCardDigitization } from '../issuer-gateway/request-card-digitization.ts';

/** Kinds of devices. More may come. */
export const tokenStorageTypes = [
  'PHONE',
  'TABLET',
  'WATCH',
  'COMPUTER',
  'WALLET_SERVER',
  'UNKNOWN',
] as const;

const { walletProviderId, walletCardRefId, tokenRequestor, tokenType } =
  requestCardDigitization.request.properties;

/**
 * Asks for the domestic card of a cobadged one, because some authorizations accept only the domestic number (Issuer
 * Gateway Auxiliary API, outbound). `cipheredCardInfo` holds the international card in the request, sealed for the
 * issuer, and the domestic one in the answer, sealed for the hub: RSAES-OAEP only. Refusals: 116, 163. Issuers need not
 * serve it: after HTTP 404 the hub goes on with the international number.
 */
export const requestCoBadgeDigitization = defineAuxiliaryOperation({
  name: 'requestCoBadgeDigitization',
  direction: 'outbound',
  summary: 'Asks the issuer for the domestic card of a cobadged one.',
  request: Type.Object({
    cipheredCardInfo: CipheredCardInfo,
    publicKeyIdentifier: PublicKeyIdentifier,
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    walletProviderId,
    walletCardRefId,
    tokenStorageId: Type.Optional(TokenStorageId),
    tokenStorageType: Type.Optional(openValue(tokenStorageTypes, 'What the token lives in.')),
    tokenRequestor,
    tokenType,
  }),
  response: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    cipheredCardInfo: CipheredCardInfo,
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
    productId: Type.Optional(ProductId),
  }),
});

export type RequestCoBadgeDigitizationRequest = RequestOf<typeof requestCoBadgeDigitization>;
export type RequestCoBadgeDigitizationResponse = ResponseOf<typeof requestCoBadgeDigitization>;
