import Type from 'typebox';
import { flag } from '../issuer-gateway/data/element.ts';
import { PrimaryWalletVirtualCardId, TokenStorageId } from '../issuer-gateway/data/identifiers.ts';
import { notifyVirtualCardChange as singleBadge } from '../issuer-gateway/notify-virtual-card-change.ts';
import { defineAuxiliaryOperation, type RequestOf } from '../issuer-gateway/operation.ts';

/** What can have happened to an auxiliary token. Later versions may add to it. */
export const auxiliaryActions = ['ACTIVATE', 'SUSPEND', 'RESUME', 'DELETE', 'UPDATE', 'ERASE'] as const;

export type AuxiliaryAction = (typeof auxiliaryActions)[number];

const { deviceBindingReference: _, authenticatorInfo: __, ...shared } = singleBadge.request.properties;

/**
 * Tells the issuer what became of the auxiliary token of a cobadged card (Issuer Gateway Auxiliary API, outbound): as
 * the single-badge API does, but it always says where the token lives, may name the primary token, and knows nothing of
 * device bindings.
 */
export const notifyVirtualCardChange = defineAuxiliaryOperation({
  name: singleBadge.name,
  direction: 'outbound',
  summary: 'Tells the issuer that an auxiliary token changed, or that an operation on it failed.',
  request: Type.Object({
    ...shared,
    primaryWalletVirtualCardId: Type.Optional(PrimaryWalletVirtualCardId),
    tokenStorageId: TokenStorageId,
    isPrimary: flag('Always false.'),
    action: Type.String({ ...shared.action, examples: auxiliaryActions }),
  }),
  response: null,
});

export type NotifyAuxiliaryCardChangeRequest = RequestOf<typeof notifyVirtualCardChange>;
