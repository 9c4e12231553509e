import type { NewDelivery } from '../../../core/delivery.ts';
import type { Issuer } from '../../../core/issuer.ts';
import type { IssuerAnswer, IssuerBackend } from '../../../ports/issuer-backend.ts';

const tokenRequestor = { id: '40010030273', walletId: 'wallet-1' };
const correlationId = '0190f000-0000-7000-8000-0000000000aa';

/** One of the calls of the backend, with what is sent and what a good issuer says to it. */
export interface TestedCall {
  /** As the exchange log names it. */
  method: string;
  correlationId: string;
  make: (backend: IssuerBackend, issuer: Issuer, budget?: number) => Promise<IssuerAnswer<unknown>>;
  /** The JSON that must arrive. */
  sent: Record<string, unknown>;
  /** What the exchange log shows of it. */
  logged: Record<string, unknown>;
  /** A good answer; `null` where none is needed. */
  answer: Record<string, unknown> | null;
  /** The member that a good answer must not lack. */
  needed: string | null;
  /** How often it is tried when nobody listens. */
  attempts: 1 | 2;
}

const checkCardEligibility: TestedCall = {
  method: 'checkCardEligibility',
  correlationId,
  make: (backend, issuer, budget = 60_000) =>
    backend.checkCardEligibility(
      { issuer, correlationId, budget },
      {
        cardData: { cipheredCardInfo: 'MIIB', publicKeyIdentifier: 'key-1' },
        walletProviderId: 'APPLE_PAY',
        tokenRequestor,
        captureMethod: 'CAMERA',
      },
    ),
  sent: {
    cipheredCardInfo: 'MIIB',
    publicKeyIdentifier: 'key-1',
    walletProviderId: 'APPLE_PAY',
    tokenRequestor,
    captureMethod: 'CAMERA',
  },
  logged: {
    cipheredCardInfo: '‹envelope, 4 characters›',
    publicKeyIdentifier: 'key-1',
    walletProviderId: 'APPLE_PAY',
    tokenRequestor,
    captureMethod: 'CAMERA',
  },
  answer: { issuerCardRefId: 'card-1', productId: 'profile-1' },
  needed: 'productId',
  attempts: 2,
};

const digitization = {
  cipheredCardInfo: 'MIIB',
  publicKeyIdentifier: 'key-1',
  issuerCardRefId: 'card-1',
  walletProviderId: 'APPLE_PAY',
  tokenRequestor,
  tncStatus: true,
};

const requestCardDigitization: TestedCall = {
  method: 'requestCardDigitization',
  correlationId,
  make: (backend, issuer, budget = 60_000) =>
    backend.requestCardDigitization(
      { issuer, correlationId, budget },
      { ...digitization, walletUserInformation: { walletUserId: 'user-1' } },
    ),
  sent: { ...digitization, walletUserInformation: { walletUserId: 'user-1' } },
  logged: {
    ...digitization,
    cipheredCardInfo: '‹envelope, 4 characters›',
    walletUserInformation: { walletUserId: '‹masked›' },
  },
  answer: { levelOfTrust: 'yellow', idvMethodList: [{ id: '1', type: 'bank_app' }] },
  needed: 'levelOfTrust',
  attempts: 2,
};

const methodList = {
  issuerCardRefId: 'card-1',
  virtualCardId: 'token-1',
  walletProviderId: 'APPLE_PAY',
  tokenRequestor,
};

const getIDnVMethodList: TestedCall = {
  method: 'getIDnVMethodList',
  correlationId,
  make: (backend, issuer, budget = 60_000) =>
    backend.getIDnVMethodList({ issuer, correlationId, budget }, methodList),
  sent: methodList,
  logged: methodList,
  answer: { idvMethodList: [{ id: '1', type: 'cell_phone', value: '*** 12' }] },
  needed: 'idvMethodList',
  attempts: 2,
};

const otp = {
  issuerCardRefId: 'card-1',
  walletProviderId: 'APPLE_PAY',
  tokenRequestor,
  otpMethodId: '1',
  otpValue: '493817',
  expirationDate: '2026-11-22T03:00:00Z',
};

const sendOTP: TestedCall = {
  method: 'sendOTP',
  correlationId,
  make: (backend, issuer, budget = 60_000) => backend.sendOTP({ issuer, correlationId, budget }, otp),
  sent: otp,
  logged: { ...otp, otpValue: '‹6 digits›' },
  answer: null,
  needed: null,
  attempts: 1,
};

const binding = {
  deviceBindingReference: 'binding-1',
  virtualCardId: 'token-1',
  walletProviderId: 'NETFLIX',
  issuerCardRefId: 'card-1',
  tokenRequestor,
  deviceInformation: { tokenStorageId: 'phone-1', tokenStorageType: 'PHONE' },
  scoringInformation: { deviceScore: '5' },
  recentAuthenticationInformation: { method: 'FIDO', date: '2026-11-22T02:40:00Z' },
};

const requestDeviceBinding: TestedCall = {
  method: 'requestDeviceBinding',
  correlationId,
  make: (backend, issuer, budget = 60_000) =>
    backend.requestDeviceBinding(
      { issuer, correlationId, budget },
      { ...binding, walletUserInformation: { walletUserId: 'user-1' } },
    ),
  sent: { ...binding, walletUserInformation: { walletUserId: 'user-1' } },
  logged: { ...binding, walletUserInformation: { walletUserId: '‹masked›' } },
  answer: { levelOfTrust: 'yellow', idvMethodList: [{ id: '1', type: 'bank_app' }] },
  needed: 'levelOfTrust',
  attempts: 2,
};

const domesticCard = {
  cipheredCardInfo: 'MIIB',
  publicKeyIdentifier: 'key-1',
  issuerCardRefId: 'card-1',
  walletProviderId: 'APPLE_PAY',
  walletCardRefId: 'fpan-id-1',
  tokenStorageId: 'element-1',
  tokenStorageType: 'PHONE',
  tokenRequestor,
  tokenType: 'EMBEDDED_SE',
};

const requestCoBadgeDigitization: TestedCall = {
  method: 'auxiliary/requestCoBadgeDigitization',
  correlationId,
  make: (backend, issuer, budget = 60_000) =>
    backend.requestCoBadgeDigitization({ issuer, correlationId, budget }, domesticCard),
  sent: domesticCard,
  logged: { ...domesticCard, cipheredCardInfo: '‹envelope, 4 characters›' },
  answer: { issuerCardRefId: 'domestic-1', cipheredCardInfo: 'MIIB' },
  needed: 'cipheredCardInfo',
  attempts: 2,
};

const notification = {
  issuerCardRefId: 'card-1',
  virtualCardId: 'token-1',
  walletProviderId: 'APPLE_PAY',
  isPrimary: true,
  action: 'ACTIVATE',
  tokenInfo: 'MIIC',
  source: 'TSP',
};

/** A notification as it waits to be sent. */
export const delivery: NewDelivery = {
  deliveryId: '0190f000-0000-7000-8000-0000000000dd',
  issuerId: 'TESTBANK01',
  queueId: 'token-1',
  virtualCardId: 'token-1',
  operation: 'notifyVirtualCardChange',
  correlationId,
  body: notification,
  parameters: null,
  createdAt: new Date('2026-11-22T02:45:00Z'),
};

const notifyVirtualCardChange: TestedCall = {
  method: 'notifyVirtualCardChange',
  correlationId,
  make: (backend, issuer) => backend.deliver(issuer, delivery),
  sent: notification,
  logged: { ...notification, tokenInfo: '‹envelope, 4 characters›' },
  answer: null,
  needed: null,
  attempts: 1,
};

const auxiliaryNotification = {
  ...notification,
  primaryWalletVirtualCardId: 'primary-dpan-1',
  tokenStorageId: 'element-1',
  isPrimary: false,
};

/** The same of an auxiliary token. */
export const auxiliaryDelivery: NewDelivery = {
  ...delivery,
  operation: 'auxiliary/notifyVirtualCardChange',
  body: auxiliaryNotification,
};

const notifyAuxiliaryCardChange: TestedCall = {
  ...notifyVirtualCardChange,
  method: auxiliaryDelivery.operation,
  make: (backend, issuer) => backend.deliver(issuer, auxiliaryDelivery),
  sent: auxiliaryNotification,
  logged: { ...auxiliaryNotification, tokenInfo: '‹envelope, 4 characters›' },
};

const notifications: readonly TestedCall[] = [notifyVirtualCardChange, notifyAuxiliaryCardChange];

/** Every call there is. */
export const testedCalls: readonly TestedCall[] = [
  checkCardEligibility,
  requestCardDigitization,
  getIDnVMethodList,
  sendOTP,
  requestDeviceBinding,
  requestCoBadgeDigitization,
  ...notifications,
];

/** Calls that may be made with a budget. */
export const questions: readonly TestedCall[] = testedCalls.filter(call => !notifications.includes(call));
