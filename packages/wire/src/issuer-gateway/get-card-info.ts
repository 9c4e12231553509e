import Type from 'typebox';
import { IssuerCardRefId } from './data/identifiers.ts';
import { VirtualCard } from './data/virtual-card.ts';
import { defineOperation, type RequestOf, type ResponseOf } from './operation.ts';

/** Lists the tokens of a card in every state but `ERASED` (Issuer Gateway API, inbound methods). Refusals: 116. */
export const getCardInfo = defineOperation({
  name: 'getCardInfo',
  direction: 'inbound',
  summary: 'Lists the tokens of a card.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
  }),
  response: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardList: Type.Optional(Type.Array(VirtualCard)),
  }),
});

export type GetCardInfoRequest = RequestOf<typeof getCardInfo>;
export type GetCardInfoResponse = ResponseOf<typeof getCardInfo>;
