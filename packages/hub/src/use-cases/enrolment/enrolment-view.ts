import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import type { OtpChallengeView } from '@countermark/wire/token-requestor/otp-challenge';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { profileFor, termsFor } from '../../core/card-product.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import { type OtpChallenge, otpLimits } from '../../core/one-time-password.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';

/** The enrolment as its requestor sees it. */
export async function viewEnrolment(hub: Pick<Hub, 'store'>, enrolment: Enrolment): Promise<EnrolmentView> {
  const product = await hub.store.products.find(enrolment.productId);
  const token = enrolment.virtualCardId ? await hub.store.tokens.find(enrolment.virtualCardId) : null;
  const terms =
    product && enrolment.step === 'TERMS_DUE' ? termsFor(product, enrolment.request.language) : null;
  const profile =
    product && enrolment.issuerCardRefId ? profileFor(product, enrolment.issuerProductId) : null;
  return {
    enrolmentId: enrolment.enrolmentId,
    step: enrolment.step,
    ...(enrolment.outcome && { outcome: enrolment.outcome }),
    ...(enrolment.refusal && { refusal: enrolment.refusal }),
    ...(enrolment.decision && { decision: enrolment.decision }),
    ...(profile && { card: { lastDigits: enrolment.lastDigits, ...profile } }),
    ...(terms && { terms }),
    ...(enrolment.step === 'VERIFICATION_DUE' && { idvMethods: enrolment.idvMethods }),
    ...(enrolment.challenge && { otp: viewChallenge(enrolment.challenge) }),
    ...(token && { token: viewToken(token, enrolment.lastDigits) }),
  };
}

export function viewChallenge(challenge: OtpChallenge): OtpChallengeView {
  const sendsLeft = otpLimits.sends - challenge.sends;
  return {
    methodId: challenge.methodId,
    expirationDate: challenge.expiresAt.toISOString(),
    attemptsLeft: otpLimits.attempts - challenge.attempts,
    sendsLeft,
    otpMaxReached: sendsLeft <= 0,
  };
}

export function viewToken(token: Token, cardLastDigits: string): TokenOfRequestor {
  return {
    virtualCardId: token.virtualCardId,
    state: token.state,
    suspendedBy: token.suspenders,
    tokenRequestorId: token.tokenRequestorId,
    walletProviderId: token.walletProviderId,
    ...(token.walletCardRefId !== null && { walletCardRefId: token.walletCardRefId }),
    ...(token.walletVirtualCardId !== null && { walletVirtualCardId: token.walletVirtualCardId }),
    ...(token.tokenStorageId !== null && { tokenStorageId: token.tokenStorageId }),
    isPrimary: token.isPrimary,
    ...(token.primaryWalletVirtualCardId !== null && {
      primaryWalletVirtualCardId: token.primaryWalletVirtualCardId,
    }),
    tokenLastDigits: token.tokenLastDigits,
    tokenExpiryDate: token.tokenExpiryDate,
    cardLastDigits,
    creationDate: token.createdAt.toISOString(),
    lastUpdateDate: token.updatedAt.toISOString(),
  };
}
