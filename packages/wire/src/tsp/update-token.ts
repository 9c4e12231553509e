import Type from 'typebox';
import { PublicKeyIdentifier } from '../issuer-gateway/data/identifiers.ts';
import { CipheredCardInfo, IssuerCardRefId, IssuerId } from './data/identifiers.ts';
import { defineTspOperation } from './operation.ts';

/** Hub -> TSP: the card behind a token changed. */
export const updateToken = defineTspOperation({
  name: 'updateToken',
  method: 'PUT',
  path: '/tokens/:tokenId',
  summary: 'Link a token to new card data.',
  request: Type.Object({
    issuerId: IssuerId,
    issuerCardRefId: Type.Optional(IssuerCardRefId),
    newCipheredCardInfo: Type.Optional(CipheredCardInfo),
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
  }),
  success: 204,
  response: null,
});
