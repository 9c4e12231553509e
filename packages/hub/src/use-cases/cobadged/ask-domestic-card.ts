import { isPan, lastDigits } from '@countermark/wire/card/pan';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type {
  RequestCoBadgeDigitizationRequest,
  RequestCoBadgeDigitizationResponse,
} from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import { type Enrolment, ended, type Refusal } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer } from '../../ports/issuer-backend.ts';
import { sealCard } from '../enrolment/capture-card.ts';
import { storeUnlessAged, tokenRequestorOf } from '../enrolment/enrolment-session.ts';
import { askInEnrolment, refusalOf } from '../verification/ask-issuer.ts';
import { coversCard } from './covers-card.ts';

/**
 * Asks the issuer for the domestic card of a cobadged one (requestCoBadgeDigitization). The session goes on with that
 * card, or with the international one where the issuer does not serve the question; refused, it ends.
 */
export async function askDomesticCard(hub: Hub, enrolment: Enrolment): Promise<Enrolment> {
  const { answer, enrolment: asked } = await askInEnrolment(hub, enrolment, call =>
    hub.issuerBackend.requestCoBadgeDigitization(call, domesticCardRequest(enrolment)),
  );
  if (isNotServed(answer)) return asked;
  if (answer.kind !== 'ANSWERED') return end(hub, asked, refusalOf(answer));
  return goOnWith(hub, asked, answer.message);
}

function isNotServed(answer: IssuerAnswer<unknown>): boolean {
  return answer.kind === 'FAILED' && answer.status === 404;
}

function domesticCardRequest(enrolment: Enrolment): RequestCoBadgeDigitizationRequest {
  const { cardData, issuerCardRefId, walletCardRefId, tokenStorageId, request } = enrolment;
  const tokenStorageType = request.deviceInformation?.['tokenStorageType'];
  return {
    cipheredCardInfo: cardData?.cipheredCardInfo ?? '',
    publicKeyIdentifier: cardData?.publicKeyIdentifier ?? '',
    ...(issuerCardRefId !== null && { issuerCardRefId }),
    walletProviderId: enrolment.walletProviderId,
    ...(walletCardRefId !== null && { walletCardRefId }),
    ...(tokenStorageId !== null && { tokenStorageId }),
    ...(tokenStorageType !== undefined && { tokenStorageType }),
    tokenRequestor: tokenRequestorOf(enrolment),
    tokenType: enrolment.tokenType,
  };
}

async function end(hub: Hub, enrolment: Enrolment, refusal: Refusal): Promise<Enrolment> {
  const outcome = refusal.kind === 'DECLINED' ? 'DECLINED' : 'FAILED';
  return storeUnlessAged(hub, ended(enrolment, { outcome, refusal, now: hub.clock.now() }));
}

/** An answer without a card of the domestic product is as good as none. */
const unusableAnswer: Refusal = {
  kind: 'TECHNICAL',
  code: ResponseCode.operationFailed,
  message: 'The issuer did not answer with a domestic card',
};

async function goOnWith(
  hub: Hub,
  enrolment: Enrolment,
  answer: RequestCoBadgeDigitizationResponse,
): Promise<Enrolment> {
  const { issuerId, enrolmentId } = enrolment;
  const { cipheredCardInfo: text, publicKeyIdentifier: keyIdentifier, issuerCardRefId } = answer;
  const opened = await hub.envelopes.openCardInfo({
    text,
    issuerId,
    ...(keyIdentifier !== undefined && { keyIdentifier }),
  });
  const product = await hub.store.products.find(enrolment.productId);
  if (!product) throw new Error(`Enrolment ${enrolmentId} lost its product`);
  const side = { productId: product.productId, primaryCardId: enrolment.primaryToken?.cardId ?? null };
  if (!opened.opened || !isPan(opened.cardInfo.fpan)) return end(hub, enrolment, unusableAnswer);
  const cardInfo = withoutSecurityCode(opened.cardInfo);
  if (!(await coversCard(hub.store, side, cardInfo.fpan))) return end(hub, enrolment, unusableAnswer);
  return {
    ...enrolment,
    issuerCardRefId,
    issuerProductId: answer.productId ?? null,
    cardData: await sealCard(hub, enrolmentId, { kind: 'KNOWN', cardInfo, product, issuerCardRefId }),
    lastDigits: lastDigits(cardInfo.fpan, 4),
    updatedAt: hub.clock.now(),
  };
}

/** Nobody checks one any more. */
function withoutSecurityCode({ fpan, exp }: CardInfo): CardInfo {
  return { fpan, ...(exp !== undefined && { exp }) };
}
