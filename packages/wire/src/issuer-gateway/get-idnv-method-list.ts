import Type from 'typebox';
import {
  DeviceBindingReference,
  IssuerCardRefId,
  VirtualCardId,
  WalletProviderId,
} from './data/identifiers.ts';
import { IdvMethod } from './data/idv-method.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { defineOperation } from './operation.ts';

/**
 * Called when the issuer decided on step-up, for an enrolment or a device binding, and named no method
 * (Issuer Gateway API, outbound methods). Refusals: 510, 921.
 */
export const getIDnVMethodList = defineOperation({
  name: 'getIDnVMethodList',
  direction: 'outbound',
  summary: 'Asks the issuer in which ways the cardholder can prove to be one.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardId: VirtualCardId,
    walletProviderId: Type.Optional(WalletProviderId),
    tokenRequestor: Type.Optional(TokenRequestor),
    deviceBindingReference: Type.Optional(DeviceBindingReference),
  }),
  response: Type.Object({
    idvMethodList: Type.Array(IdvMethod),
  }),
});
