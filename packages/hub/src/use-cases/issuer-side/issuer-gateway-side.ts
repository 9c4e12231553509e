import { type Enrolment, ended } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import { bindingRequest } from '../device-binding/binding-request.ts';
import type { CapturedCard } from '../enrolment/captured-card.ts';
import { digitizationRequest, wireDate } from '../enrolment/digitization-request.ts';
import { tokenRequestorOf } from '../enrolment/enrolment-session.ts';
import { judgeConsent } from '../enrolment/judge-consent.ts';
import { takeDecision } from '../enrolment/take-decision.ts';
import { askInEnrolment, askIssuer, refusalOf } from '../verification/ask-issuer.ts';
import type { BindingConsent, BindingToDecide, IssuerSide } from './issuer-side.ts';

/** The issuer decides, and is asked by the Issuer Gateway API. */
export const issuerGatewaySide: IssuerSide = {
  askEligibility: checkCardEligibility,

  async askConsent(hub, enrolment) {
    const asked = await askInEnrolment(hub, enrolment, call =>
      hub.issuerBackend.requestCardDigitization(call, digitizationRequest(enrolment)),
    );
    return judgeConsent(hub, asked);
  },

  askBindingConsent: requestDeviceBinding,

  async listIdvMethods(hub, sessions, session) {
    const request = {
      ...(await sessions.toldToIssuer(hub, session)),
      virtualCardId: session.virtualCardId ?? '',
    };
    const asked = await askIssuer(hub, { session, correlationId: sessions.idOf(session) }, call =>
      hub.issuerBackend.getIDnVMethodList(call, request),
    );
    return asked.answer.kind === 'ANSWERED'
      ? { session: asked.session, idvMethods: asked.answer.message.idvMethodList, refusal: null }
      : { session: asked.session, idvMethods: [], refusal: refusalOf(asked.answer) };
  },

  async deliverCode(hub, sessions, { session, challenge, otp }) {
    const issuer = await hub.store.issuers.find(session.issuerId);
    if (!issuer) throw new Error(`Issuer ${session.issuerId} is gone`);
    const answer = await hub.issuerBackend.sendOTP(
      { issuer, correlationId: sessions.idOf(session), budget: Number.POSITIVE_INFINITY },
      {
        ...(await sessions.toldToIssuer(hub, session)),
        otpMethodId: challenge.methodId,
        otpValue: otp,
        expirationDate: wireDate(challenge.expiresAt),
      },
    );
    return answer.kind === 'ANSWERED';
  },
};

async function checkCardEligibility(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment> {
  const { cipheredCardInfo, publicKeyIdentifier } = enrolment.cardData ?? {};
  const cardData =
    card.kind === 'KNOWN'
      ? { issuerCardRefId: card.issuerCardRefId }
      : { cipheredCardInfo: cipheredCardInfo ?? '', publicKeyIdentifier: publicKeyIdentifier ?? '' };
  const { answer, enrolment: asked } = await askInEnrolment(hub, enrolment, call =>
    hub.issuerBackend.checkCardEligibility(call, {
      cardData,
      walletProviderId: enrolment.walletProviderId,
      tokenRequestor: tokenRequestorOf(enrolment),
      captureMethod: enrolment.request.captureMethod,
    }),
  );
  const now = hub.clock.now();
  if (answer.kind !== 'ANSWERED') {
    const refusal = refusalOf(answer);
    const outcome = refusal.kind === 'DECLINED' ? 'DECLINED' : 'FAILED';
    return ended(asked, { outcome, refusal, now });
  }
  return {
    ...asked,
    step: 'TERMS_DUE',
    issuerCardRefId: answer.message.issuerCardRefId,
    issuerProductId: answer.message.productId,
    updatedAt: now,
  };
}

async function requestDeviceBinding(hub: Hub, asked: BindingToDecide): Promise<BindingConsent> {
  const message = await bindingRequest(hub, asked);
  const { answer, session: binding } = await askIssuer(
    hub,
    { session: asked.binding, correlationId: asked.binding.bindingId },
    call => hub.issuerBackend.requestDeviceBinding(call, message),
  );
  if (answer.kind !== 'ANSWERED') {
    const refusal = refusalOf(answer);
    return { binding, decision: null, refusal, idvMethods: [], strongVerification: false };
  }
  const { levelOfTrust, idvMethodList = [] } = answer.message;
  const taken = await takeDecision(hub, {
    issuerId: asked.token.issuerId,
    productId: asked.token.productId,
    levelOfTrust,
    scoringInformation: message.scoringInformation ?? null,
  });
  return { binding, ...taken, idvMethods: idvMethodList };
}
