import Type from 'typebox';
import { EnvelopedTokenInfo } from './data/enveloped-members.ts';
import { IssuerCardRefId, PublicKeyIdentifier, VirtualCardId } from './data/identifiers.ts';
import { VirtualCard } from './data/virtual-card.ts';
import { defineOperation, type RequestOf, type ResponseOf } from './operation.ts';

/**
 * Tells what is known of one token, its number included where the token service provider gives it
 * (Issuer Gateway API, inbound methods). Refusals: 116; 119, also for a token of another card.
 */
export const getTokenInfo = defineOperation({
  name: 'getTokenInfo',
  direction: 'inbound',
  summary: 'Tells what is known of one token.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardId: VirtualCardId,
  }),
  response: Type.Object({
    ...VirtualCard.properties,
    tokenInfo: Type.Optional(EnvelopedTokenInfo),
    publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
  }),
});

export type GetTokenInfoRequest = RequestOf<typeof getTokenInfo>;
export type GetTokenInfoResponse = ResponseOf<typeof getTokenInfo>;
