import type { RequestCardDigitizationRequest } from '@countermark/wire/issuer-gateway/request-card-digitization';
import type { Enrolment } from '../../core/enrolment.ts';
import { tokenRequestorOf } from './enrolment-session.ts';

/** What the issuer decides on: everything the requestor told, and the same card envelope as checkCardEligibility. */
export function digitizationRequest(enrolment: Enrolment): RequestCardDigitizationRequest {
  const { request, cardData, termsDecision } = enrolment;
  return withoutAbsent({
    cipheredCardInfo: cardData?.cipheredCardInfo,
    publicKeyIdentifier: cardData?.publicKeyIdentifier,
    issuerCardRefId: enrolment.issuerCardRefId,
    walletProviderId: enrolment.walletProviderId,
    tokenRequestor: tokenRequestorOf(enrolment),
    walletCardRefId: enrolment.walletCardRefId,
    authenticationValue: cardData?.authenticationValue,
    walletUserInformation: request.walletUserInformation,
    cardCaptureInformation: request.cardCaptureInformation,
    scoringInformation: request.scoringInformation,
    deviceInformation: deviceInformation(enrolment),
    // The issuer is asked only once the terms, if there are any, were accepted.
    tncStatus: true,
    tncAcceptedDate: termsDecision && wireDate(termsDecision.acceptedDate),
    cvvValidated: request.cvvValidated,
    tokenType: enrolment.tokenType,
  }) as unknown as RequestCardDigitizationRequest;
}

/** Always an object for device wallets, never sent for e-commerce. */
function deviceInformation(enrolment: Enrolment): Record<string, string> | null {
  if (enrolment.tokenType === 'CARD_ON_FILE') return null;
  return enrolment.request.deviceInformation ?? {};
}

/** ISO 8601 UTC without fractions, `YYYY-MM-DDThh:mm:ssZ`. */
export function wireDate(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function withoutAbsent(message: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message).filter(([, value]) => value !== null && value !== undefined),
  );
}
