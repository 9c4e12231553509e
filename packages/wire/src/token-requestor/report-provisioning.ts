import Type from 'typebox';
import { oneOf } from '../issuer-gateway/data/element.ts';
import { WalletVirtualCardId } from '../issuer-gateway/data/identifiers.ts';

/** `POST /enrolments/{enrolmentId}/provisioning`: how the token got to the device. */
export const ReportProvisioning = Type.Object({
  result: oneOf(['DELIVERED', 'FAILED', 'CANCELLED'], 'Whether the token is on the device.'),
  walletVirtualCardId: Type.Optional(WalletVirtualCardId),
});
export type ReportProvisioning = Type.Static<typeof ReportProvisioning>;
