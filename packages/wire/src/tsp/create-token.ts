import Type from 'typebox';
import { DeviceInformation } from '../issuer-gateway/data/device-information.ts';
import { identifier, oneOf } from '../issuer-gateway/data/element.ts';
import { PublicKeyIdentifier } from '../issuer-gateway/data/identifiers.ts';
import { Trid } from '../token-requestor/identifiers.ts';
import {
  CipheredCardInfo,
  IssuerCardRefId,
  IssuerId,
  TokenId,
  TokenProductId,
  WalletCardRefId,
} from './data/identifiers.ts';
import { TokenInfo } from './data/token-info.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: make a token of this card. The card may be left out where the TSP knows it by `walletCardRefId`. */
export const createToken = defineTspOperation({
  name: 'createToken',
  method: 'POST',
  path: '/tokens',
  summary: 'Make a token of a card for a requestor and a device.',
  request: Type.Object({
    issuerId: IssuerId,
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    walletCardRefId: WalletCardRefId,
    cipheredCardInfo: Type.Optional(CipheredCardInfo),
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
    tokenRequestorId: Trid,
    /** A token on file with a merchant lives on no device. */
    tokenStorageId: Type.Optional(identifier('Where the token lives.', 64)),
    tokenProductId: TokenProductId,
    deviceInfo: Type.Optional(DeviceInformation),
    initialState: Type.Optional(oneOf(['ACTIVE', 'INACTIVE'], 'The state the token begins in.')),
  }),
  success: 200,
  response: Type.Object({ tokenId: TokenId, tokenInfo: TokenInfo }),
});
