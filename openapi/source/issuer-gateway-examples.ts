import type { OperationSource } from './api.ts';

export const issuerCardRefId = 'card-4242';
export const virtualCardId = '0190f000-0000-7000-8000-000000000001';
const walletProviderId = 'APPLE_PAY';
const tokenRequestor = { id: '40010030273' };
export const newIssuerCardRefId = 'card-4343';
export const publicKeyIdentifier = 'hub-2026-1';
/** Stands where an envelope goes: what is sealed is for one receiver, and opens nowhere else. */
export const envelope = 'MIIB...';
const idvMethodList = [
  { id: 'cell-phone', type: 'cell_phone', value: '+49 *** *** 42' },
  { id: 'bank-app', type: 'bank_app', value: 'com.example.bank' },
];
const walletUserInformation = { walletUserId: 'user-17' };
const deviceInformation = { tokenStorageType: 'PHONE', deviceName: 'Phone', language: 'en' };
const token = {
  virtualCardId,
  issuerCardRefId,
  walletProviderId,
  deviceInformation,
  status: 'RESUMED',
  isPrimary: true,
  tokenRequestor,
  tokenLastDigits: '1234',
  tokenExpiryDate: '1230',
  creationDate: '2026-11-24T10:00:00Z',
  lastUpdateDate: '2026-11-24T10:00:30Z',
};
const notice = { issuerCardRefId, virtualCardId, walletProviderId, tokenRequestor, source: 'TSP' };

/** One call of each operation, by its qualified name. */
export const issuerGatewayExamples: Readonly<Record<string, OperationSource['example']>> = {
  getCardInfo: {
    request: { issuerCardRefId },
    response: { issuerCardRefId, virtualCardList: [token] },
  },
  getTokenInfo: {
    request: { issuerCardRefId, virtualCardId },
    response: { ...token, tokenInfo: envelope, publicKeyIdentifier },
  },
  updateCard: {
    request: { issuerCardRefId, newIssuerCardRefId, fpanDetails: envelope, publicKeyIdentifier },
  },
  updateCardState: { request: { issuerCardRefId, virtualCardId, action: 'SUSPEND', reason: 21 } },
  sendMessage: {
    request: {
      issuerCardRefId,
      virtualCardId,
      message: 'Your new card is on its way.',
      messageId: 'message-1',
      language: 'en',
      expirationDate: '2026-12-24T10:00:00Z',
    },
  },
  checkCardEligibility: {
    request: {
      cipheredCardInfo: envelope,
      publicKeyIdentifier,
      walletProviderId,
      tokenRequestor,
      captureMethod: 'MANUAL',
    },
    response: { issuerCardRefId, productId: 'GOLD' },
  },
  requestCardDigitization: {
    request: {
      cipheredCardInfo: envelope,
      publicKeyIdentifier,
      issuerCardRefId,
      walletProviderId,
      tokenRequestor,
      authenticationValue: envelope,
      walletUserInformation,
      scoringInformation: { levelOfTrust: 'yellow', deviceScore: '4', accountScore: '5' },
      deviceInformation,
      tncStatus: true,
      tncAcceptedDate: '2026-11-24T10:00:00Z',
      tokenType: 'EMBEDDED_SE',
    },
    response: { levelOfTrust: 'yellow', idvMethodList, issuerCardRefId, productId: 'GOLD' },
  },
  getIDnVMethodList: {
    request: { issuerCardRefId, virtualCardId, walletProviderId, tokenRequestor },
    response: { idvMethodList },
  },
  sendOTP: {
    request: {
      walletProviderId,
      issuerCardRefId,
      otpValue: '000000',
      otpMethodId: 'cell-phone',
      expirationDate: '2026-11-24T10:10:00Z',
      tokenRequestor,
    },
  },
  notifyVirtualCardChange: {
    request: { ...notice, isPrimary: true, action: 'ACTIVATE', tokenInfo: envelope },
  },
  requestDeviceBinding: {
    request: {
      deviceBindingReference: 'binding-1',
      virtualCardId,
      walletProviderId,
      issuerCardRefId,
      walletUserInformation,
      deviceInformation,
      tokenRequestor,
    },
    response: { levelOfTrust: 'green' },
  },
  'auxiliary/updateCard': { request: { issuerCardRefId, fpanDetails: envelope, publicKeyIdentifier } },
  'auxiliary/updateCardState': { request: { issuerCardRefId, action: 'DELETE', reason: 21 } },
  'auxiliary/requestCoBadgeDigitization': {
    request: {
      cipheredCardInfo: envelope,
      publicKeyIdentifier,
      issuerCardRefId,
      walletProviderId,
      tokenRequestor,
      tokenType: 'EMBEDDED_SE',
    },
    response: { issuerCardRefId: 'domestic-4242', cipheredCardInfo: envelope, publicKeyIdentifier },
  },
  'auxiliary/notifyVirtualCardChange': {
    request: { ...notice, tokenStorageId: 'device-1', isPrimary: false, action: 'ACTIVATE' },
  },
};
