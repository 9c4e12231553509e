import Type from 'typebox';
import { identifier, instant } from './data/element.ts';
import { DeviceBindingReference, IssuerCardRefId, WalletProviderId } from './data/identifiers.ts';
import { TokenRequestor } from './data/token-requestor.ts';
import { defineOperation } from './operation.ts';

/**
 * Hands the one-time password of the token service provider to the issuer, which delivers it unchanged by the method
 * the user chose, or refuses with 501, 911, 921 or 116 (Issuer Gateway API, outbound methods).
 */
export const sendOTP = defineOperation({
  name: 'sendOTP',
  direction: 'outbound',
  summary: 'Asks the issuer to deliver a one-time password to the cardholder.',
  request: Type.Object({
    walletProviderId: WalletProviderId,
    issuerCardRefId: IssuerCardRefId,
    otpValue: Type.String({
      minLength: 1,
      maxLength: 16,
      description: 'The one-time password, to be delivered unchanged.',
      log: 'digits',
    }),
    otpMethodId: identifier('The `id` of the chosen ID&V method.'),
    expirationDate: Type.Optional(instant('Until when the password is accepted.')),
    tokenRequestor: Type.Optional(TokenRequestor),
    deviceBindingReference: Type.Optional(DeviceBindingReference),
  }),
  response: null,
});
