import Type from 'typebox';
import { integer, oneOf } from './data/element.ts';
import { IssuerCardRefId, VirtualCardId } from './data/identifiers.ts';
import { defineOperation, type RequestOf } from './operation.ts';

/**
 * Suspends, resumes or deletes one token or, without `virtualCardId`, every token of a card; `RESUME` naming an
 * `INACTIVE` token activates it (Issuer Gateway API, update token state from issuer backend). HTTP 200 says that the
 * work is taken on; the outcome comes as one `notifyVirtualCardChange` per token, with the correlation id of this
 * call. Refusals, in this order: 116, 119, 160, 321, 432.
 */
export const updateCardState = defineOperation({
  name: 'updateCardState',
  direction: 'inbound',
  summary: 'Suspends, resumes, activates or deletes one token, or all tokens of a card.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardId: Type.Optional(VirtualCardId),
    action: oneOf(['SUSPEND', 'RESUME', 'DELETE'], 'What to do.'),
    reason: Type.Optional(
      integer('Why: 11 user, 21 issuer, 31 lost, 32 stolen, 131 recovered, or another number.'),
    ),
  }),
  response: null,
});

export type UpdateCardStateRequest = RequestOf<typeof updateCardState>;
