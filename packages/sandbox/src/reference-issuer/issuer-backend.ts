import { type Around, type IssuerBackend, issuerBackend, keyRing } from '@countermark/issuer-kit';
import type { Bank } from './bank.ts';
import { checkCardEligibility } from './check-card-eligibility.ts';
import { getIDnVMethodList } from './get-idnv-method-list.ts';
import { requestCardDigitization } from './request-card-digitization.ts';
import { requestCoBadgeDigitization } from './request-co-badge-digitization.ts';
import { requestDeviceBinding } from './request-device-binding.ts';
import { sendOTP } from './send-otp.ts';

/** The hub's PKCS#7 certificate. */
export interface HubCertificate {
  keyIdentifier: string;
  certificatePem: string;
}

/** The backend of an issuer that speaks the Issuer Gateway APIs, as a bank would write it. */
export function openIssuerBackend(
  bank: Bank,
  { around, hubEnvelope }: { around: Around; hubEnvelope: HubCertificate },
): IssuerBackend {
  const { issuerId, envelope, olderEnvelopes = [], sealing } = bank.issuer;
  const { padding, encoding, recipient } = sealing;
  return issuerBackend({
    issuerId,
    keys: keyRing([envelope, ...olderEnvelopes], {
      pkcs1v15: padding === 'RSAES-PKCS1-v1_5' ? 'allowed' : 'refused',
    }),
    hubEnvelope: { ...hubEnvelope, encoding, recipient },
    issuerGateway: {
      checkCardEligibility: checkCardEligibility(bank),
      requestCardDigitization: requestCardDigitization(bank),
      getIDnVMethodList: getIDnVMethodList(bank),
      sendOTP: sendOTP(bank),
      notifyVirtualCardChange: bookNothing,
      requestDeviceBinding: requestDeviceBinding(bank),
    },
    auxiliary: {
      requestCoBadgeDigitization: requestCoBadgeDigitization(bank),
      notifyVirtualCardChange: bookNothing,
    },
    notices: everyTime,
    around,
  });
}

/** Something became of a token. A bank would book it; of this one the journal shows it. */
function bookNothing(): void {}

/** Where nothing is booked, nothing has to be remembered: a notice may come as often as it will. */
const everyTime = {
  async applyOnce(_change: unknown, apply: () => Promise<void>) {
    await apply();
    return 'applied' as const;
  },
};
