import { lastDigits } from '@countermark/wire/card/pan';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { begun, type Enrolment, type EnrolmentRequest, ended } from '../../core/enrolment.ts';
import { onboardedAliases, ownsTokenRequestorId, type TokenRequestor } from '../../core/token-requestor.ts';
import { deviceInformationThrough, type TspTraits } from '../../core/tsp-traits.ts';
import { walletProviderId } from '../../core/wallet-provider.ts';
import type { Hub } from '../../ports/hub.ts';
import { issuerSideOf } from '../issuer-side/issuer-side-of.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { captureCard, sealCard } from './capture-card.ts';
import type { CapturedCard } from './captured-card.ts';
import { type EnrolmentResult, refuseCall } from './enrolment-result.ts';
import { storeUnlessAged } from './enrolment-session.ts';
import { refusalOfTsp } from './refusal-of-tsp.ts';
import { tellDecision } from './tell-decision.ts';

/** Opens an enrolment and asks on the issuer's side whether the card may be tokenized. */
export async function startEnrolment(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartEnrolment,
): Promise<EnrolmentResult> {
  if (!ownsTokenRequestorId(requestor, request.tokenRequestorId)) {
    return refuseCall(113, 'This certificate does not speak for this tokenRequestorId');
  }
  const card = await captureCard(hub, requestor, request);
  if ('taken' in card) return card;
  const enrolment = await newEnrolment(hub, { requestor, request, card });
  const refused = await refusedByTsp(hub, enrolment, card);
  if (refused) return { taken: true, enrolment: refused };
  await hub.store.enrolments.insert(enrolment);
  return { taken: true, enrolment: await askEligibility(hub, enrolment, card) };
}

async function newEnrolment(
  hub: Hub,
  { requestor, request, card }: { requestor: TokenRequestor; request: StartEnrolment; card: CapturedCard },
): Promise<Enrolment> {
  const enrolmentId = hub.ids.uuid();
  const device = request.deviceInformation;
  return {
    ...begun(hub.clock.now()),
    enrolmentId,
    primaryToken: null,
    issuerId: card.product.issuerId,
    productId: card.product.productId,
    requestorId: requestor.requestorId,
    tokenRequestorId: request.tokenRequestorId,
    walletProviderId: walletProviderId(
      request.tokenRequestorId,
      onboardedAliases(requestor),
      device?.tokenStorageType,
    ),
    walletCardRefId: request.walletCardRefId ?? null,
    tokenStorageId: request.tokenStorageId ?? device?.tokenStorageId ?? null,
    tokenType: request.tokenType,
    request: rememberedRequest(asCaptured(request, card), tspOf(hub, card.product.tsp).traits),
    step: 'ELIGIBILITY_ASKED',
    decision: null,
    issuerCardRefId: card.kind === 'KNOWN' ? card.issuerCardRefId : null,
    issuerProductId: null,
    cardData: await sealCard(hub, enrolmentId, card),
    lastDigits: lastDigits(card.cardInfo.fpan, 4),
  };
}

/** How the card came is told as the hub knows it, where it does. */
function asCaptured(request: StartEnrolment, card: CapturedCard): StartEnrolment {
  if (card.kind !== 'GIVEN' || card.capturedAs === undefined) return request;
  const cardCaptureInformation = {
    ...request.cardCaptureInformation,
    captureMethod: card.capturedAs,
  };
  return { ...request, cardCaptureInformation };
}

function rememberedRequest(request: StartEnrolment, traits: TspTraits): EnrolmentRequest {
  return {
    language: request.language ?? 'en',
    captureMethod: request.cardCaptureInformation?.captureMethod ?? null,
    cvvValidated: request.cvvValidated ?? null,
    walletUserInformation: request.walletUserInformation,
    cardCaptureInformation: request.cardCaptureInformation ?? null,
    scoringInformation: request.scoringInformation ?? null,
    deviceInformation: request.deviceInformation
      ? deviceInformationThrough(traits, request.deviceInformation)
      : null,
    walletId: request.walletId ?? null,
    merchantId: request.merchantId ?? null,
    originalTokenRequestorId: request.originalTokenRequestorId ?? null,
  };
}

/** A card that cannot get another token here is declined before the issuer is asked. */
async function refusedByTsp(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment | null> {
  const answer = await tspOf(hub, card.product.tsp).eligibility({
    issuerId: enrolment.issuerId,
    walletCardRefId: enrolment.walletCardRefId,
    tokenStorageId: enrolment.tokenStorageId,
    tokenRequestorId: enrolment.tokenRequestorId,
    panFingerprint: hub.vault.fingerprint('pan', card.cardInfo.fpan),
    maxTokensPerCard: card.product.maxTokensPerCard,
  });
  if (answer.ok) return null;
  const refusal = refusalOfTsp(answer.code);
  const outcome = refusal.kind === 'TECHNICAL' ? 'FAILED' : 'DECLINED';
  const declined = ended(enrolment, { outcome, refusal, now: hub.clock.now() });
  await hub.store.enrolments.insert(declined);
  return declined;
}

async function askEligibility(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment> {
  const side = await issuerSideOf(hub, enrolment);
  const after = await side.askEligibility(hub, enrolment, card);
  if (after.step === 'ENDED') {
    const { cvvValidated } = enrolment.request;
    await tellDecision(hub, after, { decidedBy: 'ISSUER', idvMethods: [], cvvValidated });
  }
  return storeUnlessAged(hub, after);
}
