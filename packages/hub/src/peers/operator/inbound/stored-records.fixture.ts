import { type Card, enrolledCard } from '../../../core/card.ts';
import type { CardProduct } from '../../../core/card-product.ts';
import type { NewDelivery, NextStep } from '../../../core/delivery.ts';
import type { Enrolment } from '../../../core/enrolment.ts';
import { defaultIssuerSettings, type Issuer } from '../../../core/issuer.ts';
import type { Token } from '../../../core/token.ts';
import type { DeliveryAttempt } from '../../../ports/aggregates/deliveries.ts';
import type { Exchange } from '../../../ports/aggregates/exchanges.ts';
import type { Store } from '../../../ports/store.ts';

/** What a hub has stored after one enrolment, with secrets in every place that can hold one. */

const at = new Date('2026-11-22T09:00:00.000Z');

/** Texts that no answer may hold. */
export const secrets = {
  fingerprint: 'fingerprint-of-a-pan',
  cipheredCardInfo: 'MIICIPHEREDCARDINFO',
  authenticationValue: 'MIIAUTHENTICATIONVALUE',
  tokenInfo: 'MIITOKENINFO',
  sealed: 'sealed-in-the-vault',
  cardholder: '+44 7700 900123',
} as const;

const sealed = Buffer.from(secrets.sealed);

export const issuer: Issuer = {
  issuerId: 'TESTBANK01',
  name: 'Test Bank',
  settings: { ...defaultIssuerSettings, outboundBase: 'https://bank.example/issuer/igwapi/v2.0' },
};

export const product: CardProduct = {
  productId: 'DEBIT',
  issuerId: issuer.issuerId,
  name: 'Debit',
  scheme: 'DOMESTIC',
  tsp: 'DOMESTIC',
  tokenProductId: 'DEBIT',
  apiFamily: 'ISSUER_GATEWAY',
  panRanges: [{ prefix: '99901001', panLength: 16 }],
  tokenRanges: [{ tokenBin: '99909001', tokenLength: 16 }],
  tokenRequestorIds: ['40010030273'],
  maxTokensPerCard: 1_000,
  issuerOverridesYellow: false,
  standIn: false,
  terms: [],
  profiles: [],
};

export const card: Card = {
  ...enrolledCard,
  cardId: 'card-1',
  primaryCardId: null,
  issuerId: issuer.issuerId,
  issuerCardRefId: 'card-of-the-bank',
  productId: product.productId,
  issuerProductId: null,
  panFingerprint: secrets.fingerprint,
  sealedPan: sealed,
  sealedExpiry: sealed,
  lastDigits: '4242',
  createdAt: at,
  updatedAt: at,
};

export function storedToken(virtualCardId: string, changes: Partial<Token> = {}): Token {
  return {
    state: 'RESUMED',
    returnState: null,
    suspenders: [],
    activated: true,
    deletion: null,
    reports: {},
    virtualCardId,
    cardId: card.cardId,
    issuerId: issuer.issuerId,
    productId: product.productId,
    requestorId: 'wallet',
    tokenRequestorId: '40010030273',
    walletProviderId: 'APPLE_PAY',
    walletCardRefId: 'card-of-the-wallet',
    walletVirtualCardId: null,
    // A card has one live token per storage.
    tokenStorageId: `storage-of-${virtualCardId}`,
    tokenType: 'EMBEDDED_SE',
    tsp: 'DOMESTIC',
    tspTokenId: `tsp-${virtualCardId}`,
    tokenLastDigits: '1234',
    tokenExpiryDate: '1131',
    isPrimary: true,
    primaryWalletVirtualCardId: null,
    deviceInformation: { model: 'Phone 9', phoneNumber: secrets.cardholder },
    enrolmentId: `session-of-${virtualCardId}`,
    createdAt: at,
    updatedAt: at,
    dueAt: null,
    ...changes,
  };
}

export function storedEnrolment(enrolmentId: string, changes: Partial<Enrolment> = {}): Enrolment {
  return {
    enrolmentId,
    primaryToken: null,
    issuerId: issuer.issuerId,
    productId: product.productId,
    requestorId: 'wallet',
    tokenRequestorId: '40010030273',
    walletProviderId: 'APPLE_PAY',
    walletCardRefId: 'card-of-the-wallet',
    tokenStorageId: null,
    tokenType: 'EMBEDDED_SE',
    request: {
      language: 'en',
      captureMethod: 'MANUAL',
      cvvValidated: null,
      walletUserInformation: { mobileNumber: secrets.cardholder },
      cardCaptureInformation: null,
      scoringInformation: null,
      deviceInformation: { phoneNumber: secrets.cardholder },
      walletId: null,
      merchantId: null,
      originalTokenRequestorId: null,
    },
    step: 'TERMS_DUE',
    outcome: null,
    refusal: null,
    decision: null,
    decisionTrace: null,
    verifiedCard: null,
    issuerCardRefId: card.issuerCardRefId,
    issuerProductId: null,
    termsDecision: null,
    cardData: {
      panFingerprint: secrets.fingerprint,
      sealedPan: sealed,
      sealedExpiry: sealed,
      cipheredCardInfo: secrets.cipheredCardInfo,
      publicKeyIdentifier: 'key-1',
      authenticationValue: secrets.authenticationValue,
    },
    lastDigits: card.lastDigits,
    idvMethods: [{ id: '1', type: 'cell_phone', value: secrets.cardholder }],
    challenge: null,
    virtualCardId: null,
    issuerWait: 12,
    createdAt: at,
    updatedAt: at,
    dueAt: new Date(at.getTime() + 15 * 60_000),
    ...changes,
  };
}

export function storedExchange(exchangeId: string, changes: Partial<Exchange> = {}): Exchange {
  return {
    exchangeId,
    direction: 'outbound',
    peer: `issuer:${issuer.issuerId}`,
    operation: 'checkCardEligibility',
    correlationId: 'session-1',
    startedAt: at,
    duration: 12,
    status: 200,
    request: { cipheredCardInfo: '‹envelope, 1420 characters›' },
    response: { issuerCardRefId: card.issuerCardRefId },
    failure: null,
    ...changes,
  };
}

export function storedDelivery(deliveryId: string, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    deliveryId,
    issuerId: issuer.issuerId,
    queueId: changes.virtualCardId ?? 'token-1',
    virtualCardId: 'token-1',
    operation: 'notifyVirtualCardChange',
    correlationId: 'session-1',
    body: {
      issuerCardRefId: card.issuerCardRefId,
      virtualCardId: 'token-1',
      action: 'ACTIVATE',
      tokenInfo: secrets.tokenInfo,
    },
    parameters: null,
    createdAt: at,
    ...changes,
  };
}

/** Issuer, product and card, as tokens need them. */
export async function storeCard(store: Store): Promise<void> {
  await store.issuers.save(issuer);
  await store.products.save(product);
  await store.cards.insert(card);
}

/** One attempt at the first delivery that is due, and what came of it. */
export async function attemptDelivery(
  store: Store,
  { next, attempt = {} }: { next: NextStep; attempt?: Partial<DeliveryAttempt> },
): Promise<void> {
  const [claim] = await store.deliveries.claim(at, {
    until: new Date(at.getTime() + 60_000),
    rooms: new Map([[issuer.issuerId, 1]]),
    limit: 1,
    except: [],
  });
  if (!claim) throw new Error('nothing is due');
  const number = claim.delivery.attempts + 1;
  const made = { number, startedAt: at, duration: 30, status: 200, code: null, failure: null, ...attempt };
  await store.deliveries.settle(claim, { attempt: made, next, now: at });
}
