import type { IssuerKey } from '../../../core/issuer.ts';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { checkCardEligibility } from './check-card-eligibility.ts';
import { getIDnVMethodList } from './get-idnv-method-list.ts';
import { notifyVirtualCardChange } from './notify-virtual-card-change.ts';
import type { IssuerOutbound } from './post-message.ts';
import { requestCardDigitization } from './request-card-digitization.ts';
import { requestCoBadgeDigitization } from './request-co-badge-digitization.ts';
import { requestDeviceBinding } from './request-device-binding.ts';
import { issuerSealing } from './sealing.ts';
import { sendOTP } from './send-otp.ts';

/** What the issuer backend is made of. */
export interface IssuerGatewayBackendParts extends IssuerOutbound {
  /** An issuer's active PKCS#7 keys, newest first. */
  keys: (issuerId: string) => Promise<IssuerKey[]>;
}

/** The backend of issuers that speak the Issuer Gateway API. */
export function issuerGatewayBackend({ keys, ...outbound }: IssuerGatewayBackendParts): IssuerBackend {
  return {
    ...issuerSealing(keys),
    checkCardEligibility: checkCardEligibility(outbound),
    requestCardDigitization: requestCardDigitization(outbound),
    getIDnVMethodList: getIDnVMethodList(outbound),
    sendOTP: sendOTP(outbound),
    requestDeviceBinding: requestDeviceBinding(outbound),
    requestCoBadgeDigitization: requestCoBadgeDigitization(outbound),
    deliver: notifyVirtualCardChange(outbound),
  };
}
