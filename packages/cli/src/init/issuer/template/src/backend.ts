import {
  type IssuerBackend,
  inMemorySessions,
  issuerBackend,
  jweKeyRing,
  keyRing,
  pinnedClients,
} from '@countermark/issuer-kit';
import { notifyAuxiliaryCardChange } from './auxiliary/notify-virtual-card-change.ts';
import { requestCoBadgeDigitization } from './auxiliary/request-co-badge-digitization.ts';
import { activatePhysicalCard } from './d1/activate-physical-card.ts';
import { deliverOtp } from './d1/deliver-otp.ts';
import { getCardCredentials } from './d1/get-card-credentials.ts';
import { getConsumerInformation } from './d1/get-consumer-information.ts';
import { notifyCardOperations } from './d1/notify-card-operations.ts';
import { notifyConsumerOperations } from './d1/notify-consumer-operations.ts';
import { notifyDigitalCardOperation } from './d1/notify-digital-card-operation.ts';
import { verifyCard } from './d1/verify-card.ts';
import { checkCardEligibility } from './issuer-gateway/check-card-eligibility.ts';
import { getIDnVMethodList } from './issuer-gateway/get-idnv-method-list.ts';
import { notifyVirtualCardChange } from './issuer-gateway/notify-virtual-card-change.ts';
import { requestCardDigitization } from './issuer-gateway/request-card-digitization.ts';
import { requestDeviceBinding } from './issuer-gateway/request-device-binding.ts';
import { sendOTP } from './issuer-gateway/send-otp.ts';
import type { Settings } from './settings.ts';

/** The backend: whom it speaks for, with which keys, and what answers each call. */
export function backendOf({ issuerId, envelopeKeys, d1Keys, d1Client, hub }: Settings): IssuerBackend {
  // In memory: of a store that outlives the process, see the README of @countermark/issuer-kit.
  const sessions = inMemorySessions();
  return issuerBackend({
    issuerId,
    keys: keyRing(envelopeKeys),
    hubEnvelope: hub.envelope,
    hubClients: pinnedClients([hub.clientPem]),
    notices: sessions,
    issuerGateway: {
      checkCardEligibility,
      requestCardDigitization,
      getIDnVMethodList,
      sendOTP,
      notifyVirtualCardChange: notifyVirtualCardChange(sessions),
      requestDeviceBinding,
    },
    auxiliary: {
      notifyVirtualCardChange: notifyAuxiliaryCardChange(sessions),
      requestCoBadgeDigitization,
    },
    d1: {
      credentials: [d1Client],
      keys: jweKeyRing(d1Keys),
      hubKey: hub.d1Encryption,
      getConsumerInformation,
      deliverOtp,
      verifyCard,
      getCardCredentials,
      activatePhysicalCard,
      notifyConsumerOperations,
      notifyCardOperations,
      notifyDigitalCardOperation,
    },
    onUnopenedEnvelope: ({ operation, correlationId, member, diagnosis }) =>
      console.error(`${operation}, correlation id ${correlationId}: ${member} was refused: ${diagnosis}`),
  });
}
