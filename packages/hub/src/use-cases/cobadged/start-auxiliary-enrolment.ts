import { lastDigits } from '@countermark/wire/card/pan';
import type { StartAuxiliaryEnrolment } from '@countermark/wire/token-requestor/start-auxiliary-enrolment';
import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { begun, type Enrolment, type EnrolmentRequest } from '../../core/enrolment.ts';
import type { Token } from '../../core/token.ts';
import { ownsTokenRequestorId, type TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { sealCard } from '../enrolment/capture-card.ts';
import type { CapturedCard } from '../enrolment/captured-card.ts';
import { createToken } from '../enrolment/create-token.ts';
import { type CallRefused, type EnrolmentResult, refuseCall } from '../enrolment/enrolment-result.ts';
import { sessionOfToken } from '../enrolment/session-of-token.ts';
import { openCard } from '../open-card.ts';
import { askDomesticCard } from './ask-domestic-card.ts';

/** What an auxiliary token is made from. */
interface Beginning {
  primary: Token;
  /** The primary side of the card, and the product that stands beside its own. */
  card: Card;
  product: CardProduct;
  asksIssuer: boolean;
  tokenRequestorId: string;
  tokenStorageId: string;
}

/**
 * Adds the domestic token of a cobadged card beside its primary one. Eligibility, terms and verification were the
 * primary's; only the domestic card may be asked for. Whatever comes of it, the primary token stays as it is.
 */
export async function startAuxiliaryEnrolment(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartAuxiliaryEnrolment & { virtualCardId: string },
): Promise<EnrolmentResult> {
  const beginning = await findBeginning(hub, requestor, request);
  if ('taken' in beginning) return beginning;
  const enrolment = await newEnrolment(hub, beginning);
  await hub.store.enrolments.insert(enrolment);
  const withCard = beginning.asksIssuer ? await askDomesticCard(hub, enrolment) : enrolment;
  return {
    taken: true,
    enrolment: withCard.step === 'ENDED' ? withCard : await createToken(hub, withCard, 'ISSUER'),
  };
}

async function findBeginning(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartAuxiliaryEnrolment & { virtualCardId: string },
): Promise<Beginning | CallRefused> {
  const primary = await hub.store.tokens.find(request.virtualCardId);
  if (primary?.requestorId !== requestor.requestorId || primary.state === 'ERASED') {
    return refuseCall(119, 'Unknown token');
  }
  // On the device and verified: before that, nobody has shown to be the cardholder.
  if (!primary.isPrimary || primary.state !== 'RESUMED') {
    return refuseCall(432, 'Not possible now: only an active primary token gets an auxiliary one beside it');
  }
  const tokenRequestorId = request.tokenRequestorId ?? primary.tokenRequestorId;
  if (!ownsTokenRequestorId(requestor, tokenRequestorId)) {
    return refuseCall(113, 'This certificate does not speak for this tokenRequestorId');
  }
  const tokenStorageId = request.tokenStorageId ?? primary.tokenStorageId;
  if (tokenStorageId === null) return refuseCall(111, 'Missing parameter: tokenStorageId');
  const side = await domesticSide(hub, primary);
  if (!side?.product.tokenRequestorIds.includes(tokenRequestorId)) {
    return refuseCall(163, 'This card has no domestic side for this requestor');
  }
  return { primary, tokenRequestorId, tokenStorageId, ...side };
}

/** Null for a card that is not cobadged, or whose issuer serves no auxiliary API. */
async function domesticSide(
  { store }: Pick<Hub, 'store'>,
  primary: Token,
): Promise<Pick<Beginning, 'card' | 'product' | 'asksIssuer'> | null> {
  const card = await store.cards.find(primary.cardId);
  const cobadged = card && (await store.products.find(card.productId));
  const product = cobadged?.auxiliary && (await store.products.find(cobadged.auxiliary.productId));
  const issuer = await store.issuers.find(primary.issuerId);
  if (!card || !cobadged?.auxiliary || !product || !issuer?.settings.auxiliary) return null;
  return { card, product, asksIssuer: cobadged.auxiliary.asksIssuer };
}

async function newEnrolment(hub: Hub, beginning: Beginning): Promise<Enrolment> {
  const { primary, card, product, asksIssuer } = beginning;
  const { issuerCardRefId } = card;
  const enrolmentId = hub.ids.uuid();
  const cardInfo = openCard(hub.vault, card);
  const captured: CapturedCard = asksIssuer
    ? { kind: 'GIVEN', cardInfo, product }
    : { kind: 'KNOWN', cardInfo, product, issuerCardRefId };
  return {
    ...begun(hub.clock.now()),
    enrolmentId,
    primaryToken: {
      virtualCardId: primary.virtualCardId,
      cardId: primary.cardId,
      walletVirtualCardId: primary.walletVirtualCardId,
      correlationId: await sessionOfToken(hub.store, primary),
    },
    issuerId: primary.issuerId,
    productId: product.productId,
    requestorId: primary.requestorId,
    tokenRequestorId: beginning.tokenRequestorId,
    walletProviderId: primary.walletProviderId,
    walletCardRefId: primary.walletCardRefId,
    tokenStorageId: beginning.tokenStorageId,
    tokenType: primary.tokenType,
    request: await rememberedRequest(hub, primary),
    step: 'DIGITIZATION_ASKED',
    // That of the primary token, which is active.
    decision: 'green',
    issuerCardRefId,
    issuerProductId: null,
    cardData: await sealCard(hub, enrolmentId, captured),
    lastDigits: lastDigits(cardInfo.fpan, 4),
  };
}

/** Of what the requestor told for the primary token, what is still known and nobody has judged. */
async function rememberedRequest({ store }: Pick<Hub, 'store'>, primary: Token): Promise<EnrolmentRequest> {
  const session = await store.enrolments.find(primary.enrolmentId);
  return {
    language: session?.request.language ?? 'en',
    captureMethod: null,
    cvvValidated: null,
    walletUserInformation: {},
    cardCaptureInformation: null,
    scoringInformation: null,
    deviceInformation: primary.deviceInformation,
    walletId: session?.request.walletId ?? null,
    merchantId: session?.request.merchantId ?? null,
    originalTokenRequestorId: null,
  };
}
