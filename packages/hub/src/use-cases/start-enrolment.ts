import { isPan, lastDigits } from '@countermark/wire/card/pan';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import { type CardProduct, type TermsAndConditions, termsFor } from '../core/card-product.ts';
import {
  type Enrolment,
  type EnrolmentCardData,
  type EnrolmentRequest,
  ended,
  enrolmentLimits,
} from '../core/enrolment.ts';
import { onboardedAliases, ownsTokenRequestorId, type TokenRequestor } from '../core/token-requestor.ts';
import { walletProviderId } from '../core/wallet-provider.ts';
import type { Aggregates, Hub } from '../ports.ts';
import { askIssuer, refusalOf } from './ask-issuer.ts';
import { tspOf } from './change-token.ts';
import { type CallRefused, type EnrolmentResult, refuseCall } from './enrolment-result.ts';

/** The card a requestor speaks of: as it gave it, or the one it already has a token of. */
type CapturedCard =
  | { kind: 'GIVEN'; cardInfo: CardInfo; product: CardProduct }
  /** Silent tokenization: the issuer works from its own reference. */
  | { kind: 'KNOWN'; cardInfo: CardInfo; product: CardProduct; issuerCardRefId: string };

/** Opens an enrolment and asks the issuer whether the card may be tokenized (checkCardEligibility). */
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

async function captureCard(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartEnrolment,
): Promise<CapturedCard | CallRefused> {
  if (request.cipheredCardInfo === undefined) return knownCard(hub, requestor, request);
  const opened = await hub.envelopes.openCardInfo({
    text: request.cipheredCardInfo,
    ...(request.publicKeyIdentifier !== undefined && { keyIdentifier: request.publicKeyIdentifier }),
  });
  if (!opened.opened) return refuseCall(112, 'Bad parameter format: cipheredCardInfo');
  if (!isPan(opened.cardInfo.fpan)) return refuseCall(166, 'Not a card number');
  const product = await hub.store.products.findByPan(opened.cardInfo.fpan);
  if (!product?.tokenRequestorIds.includes(request.tokenRequestorId)) return notEligible;
  return { kind: 'GIVEN', cardInfo: opened.cardInfo, product };
}

const notEligible = refuseCall(163, 'This card is not eligible for tokenization by this requestor');

/** Second device of the same user: the requestor names the card by its own reference and gives no card data. */
async function knownCard(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartEnrolment,
): Promise<CapturedCard | CallRefused> {
  if (request.walletCardRefId === undefined) {
    return refuseCall(111, 'Missing parameter: cipheredCardInfo or walletCardRefId');
  }
  const token = await hub.store.tokens.findByWalletCard(requestor.requestorId, request.walletCardRefId);
  const card = token && (await hub.store.cards.find(token.cardId));
  const product = card && (await hub.store.products.find(card.productId));
  if (!card || !product) return refuseCall(116, 'Unknown card: walletCardRefId names no card with a token');
  if (!product.tokenRequestorIds.includes(request.tokenRequestorId)) return notEligible;
  const address = { table: 'card', rowId: card.cardId };
  const fpan = hub.vault.open({ ...address, column: 'pan' }, card.sealedPan);
  const exp = card.sealedExpiry && hub.vault.open({ ...address, column: 'expiry' }, card.sealedExpiry);
  const cardInfo = { fpan, ...(exp !== null && { exp }) };
  return { kind: 'KNOWN', cardInfo, product, issuerCardRefId: card.issuerCardRefId };
}

async function newEnrolment(
  hub: Hub,
  { requestor, request, card }: { requestor: TokenRequestor; request: StartEnrolment; card: CapturedCard },
): Promise<Enrolment> {
  const now = hub.clock.now();
  const enrolmentId = hub.ids.uuid();
  const device = request.deviceInformation;
  return {
    enrolmentId,
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
    request: rememberedRequest(request),
    step: 'ELIGIBILITY_ASKED',
    outcome: null,
    refusal: null,
    decision: null,
    issuerCardRefId: card.kind === 'KNOWN' ? card.issuerCardRefId : null,
    issuerProductId: null,
    termsDecision: null,
    cardData: await sealCard(hub, enrolmentId, card),
    lastDigits: lastDigits(card.cardInfo.fpan, 4),
    idvMethods: [],
    challenge: null,
    virtualCardId: null,
    issuerWait: 0,
    createdAt: now,
    updatedAt: now,
    dueAt: new Date(now.getTime() + enrolmentLimits.eligibility),
  };
}

function rememberedRequest(request: StartEnrolment): EnrolmentRequest {
  return {
    language: request.language ?? 'en',
    captureMethod: request.cardCaptureInformation?.captureMethod ?? null,
    cvvValidated: request.cvvValidated ?? null,
    walletUserInformation: request.walletUserInformation,
    cardCaptureInformation: request.cardCaptureInformation ?? null,
    scoringInformation: request.scoringInformation ?? null,
    deviceInformation: request.deviceInformation ?? null,
    walletId: request.walletId ?? null,
    merchantId: request.merchantId ?? null,
  };
}

/** PAN and expiry go to the vault, and to the issuer under its key; the security code under the issuer's key only. */
async function sealCard(hub: Hub, enrolmentId: string, card: CapturedCard): Promise<EnrolmentCardData> {
  const { fpan, exp, cvv } = card.cardInfo;
  const issuer = await hub.store.issuers.find(card.product.issuerId);
  if (!issuer) throw new Error(`Product ${card.product.productId} names an issuer that is not configured`);
  const address = { table: 'enrolment', rowId: enrolmentId };
  const forIssuer =
    card.kind === 'GIVEN'
      ? await hub.issuerBackend.sealCardInfo(issuer, { fpan, ...(exp !== undefined && { exp }) })
      : null;
  const securityCode =
    cvv === undefined ? null : await hub.issuerBackend.sealAuthenticationValue(issuer, cvv);
  return {
    panFingerprint: hub.vault.fingerprint('pan', fpan),
    sealedPan: hub.vault.seal({ ...address, column: 'pan' }, fpan),
    sealedExpiry: exp === undefined ? null : hub.vault.seal({ ...address, column: 'expiry' }, exp),
    cipheredCardInfo: forIssuer?.text ?? null,
    publicKeyIdentifier: forIssuer?.keyIdentifier ?? null,
    authenticationValue: securityCode?.text ?? null,
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
  const refusal = {
    kind: 'DECLINED',
    code: answer.code,
    message: 'Declined by the token service provider',
  } as const;
  const declined = ended(enrolment, { outcome: 'DECLINED', refusal, now: hub.clock.now() });
  await hub.store.enrolments.insert(declined);
  return declined;
}

async function askEligibility(hub: Hub, enrolment: Enrolment, card: CapturedCard): Promise<Enrolment> {
  const { cipheredCardInfo, publicKeyIdentifier } = enrolment.cardData ?? {};
  const cardData =
    card.kind === 'KNOWN'
      ? { issuerCardRefId: card.issuerCardRefId }
      : { cipheredCardInfo: cipheredCardInfo ?? '', publicKeyIdentifier: publicKeyIdentifier ?? '' };
  const asked = await askIssuer(hub, enrolment, call =>
    hub.issuerBackend.checkCardEligibility(call, {
      cardData,
      walletProviderId: enrolment.walletProviderId,
      tokenRequestor: tokenRequestorOf(enrolment),
      captureMethod: enrolment.request.captureMethod,
    }),
  );
  const after = afterEligibility(hub, asked.enrolment, asked.answer);
  return storeUnlessAged(hub, after);
}

function afterEligibility(
  hub: Hub,
  enrolment: Enrolment,
  answer: Awaited<ReturnType<Hub['issuerBackend']['checkCardEligibility']>>,
): Enrolment {
  const now = hub.clock.now();
  if (answer.kind !== 'ANSWERED') {
    const refusal = refusalOf(answer);
    const outcome = refusal.kind === 'DECLINED' ? 'DECLINED' : 'FAILED';
    return ended(enrolment, { outcome, refusal, now });
  }
  return {
    ...enrolment,
    step: 'TERMS_DUE',
    issuerCardRefId: answer.message.issuerCardRefId,
    issuerProductId: answer.message.productId,
    updatedAt: now,
  };
}

/** Stores the session unless ageing ended it meanwhile: a late answer changes nothing. */
export async function storeUnlessAged(hub: Pick<Hub, 'store'>, enrolment: Enrolment): Promise<Enrolment> {
  return hub.store.transaction(async tx => {
    const current = await tx.enrolments.lock(enrolment.enrolmentId);
    if (!current || current.step === 'ENDED') return current ?? enrolment;
    await tx.enrolments.save(enrolment);
    return enrolment;
  });
}

/** The requestor as the issuer is told of it. */
export function tokenRequestorOf(enrolment: Enrolment): {
  id: string;
  walletId?: string;
  merchantId?: string;
} {
  const { walletId, merchantId } = enrolment.request;
  return {
    id: enrolment.tokenRequestorId,
    ...(walletId !== null && { walletId }),
    ...(merchantId !== null && { merchantId }),
  };
}

/** The terms the user must decide, in the language asked for. */
export async function termsOf(
  store: Pick<Aggregates, 'products'>,
  enrolment: Enrolment,
): Promise<TermsAndConditions | null> {
  const product = await store.products.find(enrolment.productId);
  return product && termsFor(product, enrolment.request.language);
}
