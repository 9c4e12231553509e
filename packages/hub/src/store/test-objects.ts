import type { BatchFile } from '../core/batch-file.ts';
import { type Card, enrolledCard } from '../core/card.ts';
import type { CardProduct } from '../core/card-product.ts';
import type { Consumer } from '../core/consumer.ts';
import type { Delivery } from '../core/delivery.ts';
import type { DeviceBinding } from '../core/device-binding.ts';
import type { Enrolment } from '../core/enrolment.ts';
import { type D1Settings, defaultIssuerSettings, type Issuer } from '../core/issuer.ts';
import type { Operation } from '../core/operation.ts';
import { beginOperation, type RecordedOperation } from '../core/recorded-operation.ts';
import type { Token } from '../core/token.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { DeliveryAttempt } from '../ports/aggregates/deliveries.ts';
import type { Exchange } from '../ports/aggregates/exchanges.ts';
import type { VaultedToken } from '../ports/aggregates/vaulted-tokens.ts';

/** The moment the tests play in, and others counted in seconds from it. */
export const start = new Date('2026-03-01T10:00:00.000Z');

export function at(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

/** A UUIDv7 that sorts by `number`. */
export function id(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function anIssuer(changes: Partial<Issuer> = {}): Issuer {
  return {
    issuerId: 'BANKONE001',
    name: 'Bank One',
    settings: { ...defaultIssuerSettings, outboundBase: 'https://issuer.example/gateway' },
    ...changes,
  };
}

export function aProduct(changes: Partial<CardProduct> = {}): CardProduct {
  return {
    productId: 'debit',
    issuerId: 'BANKONE001',
    name: 'Debit',
    scheme: 'DOMESTIC',
    tsp: 'domestic',
    tokenProductId: 'domestic-debit',
    apiFamily: 'ISSUER_GATEWAY',
    panRanges: [{ prefix: '999010', panLength: 16 }],
    tokenRanges: [{ tokenBin: '999077', tokenLength: 16 }],
    tokenRequestorIds: ['40010030273'],
    maxTokensPerCard: 10,
    issuerOverridesYellow: false,
    standIn: false,
    terms: [{ id: 'terms-1', language: 'en', version: '1', text: 'Be good.' }],
    profiles: [
      { productId: 'gold', shortDescription: 'Gold', cardArtUrl: 'https://issuer.example/gold.png' },
    ],
    ...changes,
  };
}

/** How an issuer that speaks D1 is spoken with. */
export const d1Settings: D1Settings = {
  outboundBase: 'https://issuer.example',
  paths: {},
  oauth2: null,
  cardNotifications: 'V2',
  notificationsPerCall: 10,
  sendsCardIdForConsumer: false,
};

/** A product whose cards are registered through D1. */
export function aD1Product({ d1, ...changes }: Partial<CardProduct> = {}): CardProduct {
  return {
    ...aProduct(),
    productId: 'visa',
    scheme: 'VISA',
    apiFamily: 'D1',
    panRanges: [{ prefix: '411111', panLength: 16 }],
    tokenRanges: [],
    ...changes,
    d1: {
      authorisation: 'NONE',
      services: ['TOKENIZATION'],
      autoEnrolment: false,
      dataModel: 'STORED',
      verifyCard: false,
      unregisteredCards: 'DECLINE',
      checksPan: true,
      threeDSsupport: true,
      usedForTransactions: false,
      rules: [],
      ...d1,
    },
  };
}

export function aRequestor(changes: Partial<TokenRequestor> = {}): TokenRequestor {
  return {
    requestorId: 'wallet',
    name: 'Wallet',
    tokenRequestorIds: [{ id: '40010030273', walletProviderId: null }],
    callbackBase: 'https://wallet.example/callback',
    callbackTrust: null,
    ...changes,
  };
}

export function aCard(changes: Partial<Card> = {}): Card {
  return {
    ...enrolledCard,
    cardId: id(1),
    primaryCardId: null,
    issuerId: 'BANKONE001',
    issuerCardRefId: 'REF-1',
    productId: 'debit',
    issuerProductId: 'gold',
    panFingerprint: 'fingerprint-1',
    sealedPan: new Uint8Array([1, 0, 255]),
    sealedExpiry: new Uint8Array([1, 9]),
    lastDigits: '0000',
    createdAt: start,
    updatedAt: start,
    ...changes,
  };
}

export function aConsumer(changes: Partial<Consumer> = {}): Consumer {
  return {
    consumerKey: id(1),
    issuerId: 'BANKONE001',
    consumerId: 'consumer-1',
    state: 'ACTIVE',
    sealedPersonalInformation: new Uint8Array([1, 7]),
    createdAt: start,
    updatedAt: start,
    ...changes,
  };
}

/** An operation of `aCard`. */
export function aRecordedOperation(changes: Partial<RecordedOperation> = {}): RecordedOperation {
  const target = { kind: 'CARD', key: id(1), id: 'REF-1' } as const;
  const operation = { operationId: id(3001), issuerId: 'BANKONE001', target, operation: 'SUSPEND' };
  return { ...beginOperation(operation, start), ...changes };
}

/** A token of `aCard`; its storage differs from that of every other id, so that all of them may be live. */
export function aToken(changes: Partial<Token> = {}): Token {
  const virtualCardId = changes.virtualCardId ?? id(1001);
  return {
    virtualCardId,
    cardId: id(1),
    issuerId: 'BANKONE001',
    productId: 'debit',
    requestorId: 'wallet',
    tokenRequestorId: '40010030273',
    walletProviderId: 'APPLE_PAY',
    walletCardRefId: 'wallet-card-1',
    walletVirtualCardId: null,
    tokenStorageId: `storage of ${virtualCardId}`,
    tokenType: 'EMBEDDED_SE',
    tsp: 'domestic',
    tspTokenId: `tsp token of ${virtualCardId}`,
    tokenLastDigits: '1234',
    tokenExpiryDate: '1230',
    isPrimary: true,
    primaryWalletVirtualCardId: null,
    deviceInformation: { name: 'Phone' },
    enrolmentId: id(2001),
    state: 'RESUMED',
    returnState: null,
    suspenders: [],
    activated: true,
    deletion: null,
    reports: {},
    createdAt: start,
    updatedAt: start,
    dueAt: null,
    ...changes,
  };
}

export function anEnrolment(changes: Partial<Enrolment> = {}): Enrolment {
  return {
    enrolmentId: id(2001),
    primaryToken: null,
    issuerId: 'BANKONE001',
    productId: 'debit',
    requestorId: 'wallet',
    tokenRequestorId: '40010030273',
    walletProviderId: 'APPLE_PAY',
    walletCardRefId: 'wallet-card-1',
    tokenStorageId: 'storage-1',
    tokenType: 'EMBEDDED_SE',
    request: {
      language: 'en',
      captureMethod: 'CAMERA',
      cvvValidated: null,
      walletUserInformation: { walletAccountId: 'a1' },
      cardCaptureInformation: null,
      scoringInformation: { levelOfTrust: 'yellow' },
      deviceInformation: { name: 'Phone' },
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
    issuerCardRefId: 'REF-1',
    issuerProductId: 'gold',
    termsDecision: { termsId: 'terms-1', version: '1', language: 'en', acceptedDate: at(1) },
    cardData: {
      panFingerprint: 'fingerprint-1',
      sealedPan: new Uint8Array([1, 2, 3]),
      sealedExpiry: null,
      cipheredCardInfo: 'MIIB',
      publicKeyIdentifier: 'key-1',
      authenticationValue: null,
    },
    lastDigits: '0000',
    idvMethods: [{ id: 'sms', type: 'cell_phone', value: '+33 * ** 12' }],
    challenge: { methodId: 'sms', expiresAt: at(600), attempts: 1, sends: 2 },
    virtualCardId: null,
    issuerWait: 12.5,
    createdAt: start,
    updatedAt: start,
    dueAt: at(900),
    ...changes,
  };
}

export function aDeviceBinding(changes: Partial<DeviceBinding> = {}): DeviceBinding {
  return {
    bindingId: id(6001),
    cardId: id(1),
    virtualCardId: id(1001),
    issuerId: 'BANKONE001',
    requestorId: 'wallet',
    deviceBindingReference: 'binding-1',
    tokenStorageId: 'phone-1',
    deviceInformation: { deviceName: 'Phone' },
    authenticatorInfo: { type: 'FIDO', level: '2' },
    state: 'ASKED',
    refusal: null,
    decision: null,
    idvMethods: [],
    chosenMethodId: null,
    challenge: null,
    approval: null,
    attempts: 0,
    issuerWait: 0,
    createdAt: start,
    updatedAt: start,
    dueAt: null,
    ...changes,
  };
}

export function anOperation(changes: Partial<Operation> = {}): Operation {
  return {
    operationId: id(3001),
    cardId: id(1),
    virtualCardId: id(1001),
    issuerId: 'BANKONE001',
    correlationId: 'correlation-3001',
    kind: 'CHANGE_STATE',
    action: 'SUSPEND',
    event: { type: 'SUSPENDED', by: 'ISSUER' },
    source: 'ISSUER',
    reason: 3,
    reportedBy: null,
    step: 'TSP_DUE',
    notice: null,
    attempts: 0,
    createdAt: start,
    nextAttemptAt: start,
    recordedOperationId: null,
    ...changes,
  };
}

/** Of a token, whose queue it waits in. */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  const { virtualCardId = id(1001) } = changes;
  return {
    deliveryId: id(4001),
    issuerId: 'BANKONE001',
    queueId: virtualCardId ?? id(5001),
    virtualCardId,
    operation: 'notifyVirtualCardChange',
    correlationId: 'correlation-4001',
    body: { virtualCardId: id(1001), action: 'SUSPEND' },
    parameters: null,
    sequence: 1,
    state: 'PENDING',
    parked: null,
    attempts: 0,
    failures: 0,
    alone: false,
    createdAt: start,
    queuedAt: start,
    settledAt: null,
    nextAttemptAt: start,
    ...changes,
  };
}

export function anAttempt(changes: Partial<DeliveryAttempt> = {}): DeliveryAttempt {
  return { number: 1, startedAt: at(1), duration: 42, status: 200, code: null, failure: null, ...changes };
}

export function aBatchFile(changes: Partial<BatchFile> = {}): BatchFile {
  return {
    fileId: id(7001),
    fileName: 'B1-1-1767225600.json',
    state: 'RUNNING',
    digest: 'digest-1',
    issuerId: 'BANKONE001',
    batchId: 'B1',
    seqNumber: '1',
    operation: 'VIRTUAL_CARD_REGISTRATION',
    errorCode: null,
    totalRecords: 2,
    createdAt: start,
    finishedAt: null,
    ...changes,
  };
}

export function aVaultedToken(changes: Partial<VaultedToken> = {}): VaultedToken {
  return {
    tspTokenId: id(6001),
    issuerId: 'BANKONE001',
    correlationId: id(2001),
    walletCardRefId: 'wallet-card-1',
    tokenStorageId: 'storage-1',
    tokenRequestorId: '40010030273',
    panFingerprint: 'fingerprint-1',
    tokenFingerprint: 'token-fingerprint-1',
    tokenProductId: 'domestic-debit',
    sealedToken: new Uint8Array([7, 0, 255]),
    sealedPan: new Uint8Array([1, 0, 255]),
    sealedExpiry: null,
    tokenExpiryDate: '1230',
    par: 'OPNH0000000000000000000000000',
    state: 'ACTIVE',
    stateBefore: null,
    activatedAt: null,
    decidedBy: 'ISSUER',
    otpHash: null,
    tokenType: 'EMBEDDED_SE',
    merchantId: null,
    sealedKey: null,
    lastAtc: 0,
    createdAt: start,
    updatedAt: start,
    ...changes,
  };
}

export function anExchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    exchangeId: id(5001),
    direction: 'outbound',
    peer: 'issuer:BANKONE001',
    operation: 'checkCardEligibility',
    correlationId: id(2001),
    startedAt: start,
    duration: 17.25,
    status: 200,
    request: { cardInfo: '***' },
    response: { productId: 'gold' },
    failure: null,
    ...changes,
  };
}
