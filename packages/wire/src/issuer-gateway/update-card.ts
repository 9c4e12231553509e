import Type from 'typebox';
import { atLeastOneOf } from '../presence.ts';
import { EnvelopedFpanDetails } from './data/enveloped-members.ts';
import { IssuerCardRefId, NewIssuerCardRefId, ProductId, PublicKeyIdentifier } from './data/identifiers.ts';
import { defineOperation, type RequestOf } from './operation.ts';

/**
 * Changes the number or expiry date of a card, its profile, its reference, or several of them
 * (Issuer Gateway API, replace or renew a card). The outcome comes as one `notifyVirtualCardChange` with `UPDATE` per
 * active or suspended token. Refusals: 116, 166.
 */
export const updateCard = defineOperation({
  name: 'updateCard',
  direction: 'inbound',
  summary: 'Replaces or renews a card.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    newIssuerCardRefId: Type.Optional(NewIssuerCardRefId),
    fpanDetails: Type.Optional(EnvelopedFpanDetails),
    publicKeyIdentifier: Type.Optional(Type.String({ ...PublicKeyIdentifier, aliases: ['keyIdentifier'] })),
    newProductId: Type.Optional(ProductId),
  }),
  response: null,
  check: request => atLeastOneOf(request, ['fpanDetails', 'newProductId', 'newIssuerCardRefId']),
});

export type UpdateCardRequest = RequestOf<typeof updateCard>;
