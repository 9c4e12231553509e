import Type from 'typebox';
import { closedObject } from './closed-object.ts';
import { DisplayName, IssuerId, publicKeyPem } from './elements.ts';
import { SigningKeyView } from './issuer.ts';

/** Who acts for several issuers in the D1 APIs; of the form of an issuer id, and never one. */
export const AggregatorId = Type.String({ ...IssuerId });

/** `PUT /aggregators/{aggregatorId}`: makes an aggregator, or replaces it; its keys stay. */
export const PutAggregator = closedObject({
  name: Type.Optional(DisplayName),
  issuerIds: Type.Array(IssuerId, {
    uniqueItems: true,
    maxItems: 1000,
    description: 'A list of the issuers it may act for, none twice',
  }),
});
export type PutAggregator = Type.Static<typeof PutAggregator>;

/** `PUT /aggregators/{aggregatorId}/keys/{keyIdentifier}`: a key that it signs assertions with. */
export const PutAggregatorKey = closedObject({ publicKeyPem: publicKeyPem('EC P-256') });
export type PutAggregatorKey = Type.Static<typeof PutAggregatorKey>;

export const AggregatorSummary = Type.Object({
  aggregatorId: AggregatorId,
  name: DisplayName,
  issuerIds: Type.Array(IssuerId),
});
export type AggregatorSummary = Type.Static<typeof AggregatorSummary>;

export const AggregatorList = Type.Object({ aggregators: Type.Array(AggregatorSummary) });
export type AggregatorList = Type.Static<typeof AggregatorList>;

export const AggregatorView = Type.Object({
  ...AggregatorSummary.properties,
  keys: Type.Array(SigningKeyView, { description: 'Newest first.' }),
});
export type AggregatorView = Type.Static<typeof AggregatorView>;
