import Type from 'typebox';
import { AuthenticatorInfo } from './data/authenticator-info.ts';
import { flag, integer, openValue } from './data/element.ts';
import { EnvelopedTokenInfo } from './data/enveloped-members.ts';
import {
  DeviceBindingReference,
  IssuerCardRefId,
  TokenStorageId,
  VirtualCardId,
  WalletCardRefId,
  WalletProviderId,
  WalletVirtualCardId,
} from './data/identifiers.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { defineOperation, type RequestOf } from './operation.ts';

/**
 * What can have happened to a token: activated; suspended; resumed; deleted at the token service provider; removed in
 * the wallet application (Mastercard); funding card changed; renewed; erased for good; bound to a device; unbound.
 * Later versions may add to it, and receivers take what they do not know.
 */
export const virtualCardActions = [
  'ACTIVATE',
  'SUSPEND',
  'RESUME',
  'DELETE',
  'DELETE_FROM_APP',
  'UPDATE',
  'RENEW',
  'ERASE',
  'DEVICE_BOUND',
  'DEVICE_UNBOUND',
] as const;

/** Who caused a change. Later versions may add to it. */
export const virtualCardChangeSources = ['WALLET', 'TSP', 'ISSUER'] as const;

/**
 * Tells the issuer what became of a token (Issuer Gateway API, outbound methods). Any 2xx acknowledges it. It may come
 * twice or late: correlation id, `virtualCardId` and `action` together tell one change from another.
 *
 * With `errorCode` the operation failed and the token did not change. `tokenInfo` comes with `ACTIVATE` only, and
 * only from token service providers that give it.
 */
export const notifyVirtualCardChange = defineOperation({
  name: 'notifyVirtualCardChange',
  direction: 'outbound',
  summary: 'Tells the issuer that a token changed, or that an operation on it failed.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardId: VirtualCardId,
    walletProviderId: WalletProviderId,
    walletCardRefId: Type.Optional(WalletCardRefId),
    walletVirtualCardId: Type.Optional(WalletVirtualCardId),
    tokenRequestor: Type.Optional(TokenRequestor),
    tokenStorageId: Type.Optional(TokenStorageId),
    isPrimary: flag('True in this API; the auxiliary API tells of auxiliary tokens.'),
    action: Type.String({
      minLength: 1,
      maxLength: 64,
      examples: virtualCardActions,
      description: 'What happened to the token.',
      caseless: 'upper',
      log: 'plain',
    }),
    tokenInfo: Type.Optional(EnvelopedTokenInfo),
    deviceBindingReference: Type.Optional(DeviceBindingReference),
    authenticatorInfo: Type.Optional(AuthenticatorInfo),
    errorCode: Type.Optional(integer('Why the operation failed; absent when it did not.')),
    source: Type.Optional(openValue(virtualCardChangeSources, 'Who caused the change.')),
  }),
  response: null,
});

export type NotifyVirtualCardChangeRequest = RequestOf<typeof notifyVirtualCardChange>;
