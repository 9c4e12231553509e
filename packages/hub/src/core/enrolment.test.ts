import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Enrolment, ended } from './enrolment.ts';

const now = new Date('2026-11-22T12:00:00Z');

const underWay: Enrolment = {
  enrolmentId: '01a20156-a230-707b-bcf6-a970d8f96438',
  primaryToken: null,
  issuerId: 'BANKONE001',
  productId: 'DEBIT',
  requestorId: 'wallet',
  tokenRequestorId: '40010030273',
  walletProviderId: 'APPLE_PAY',
  walletCardRefId: 'card-1',
  tokenStorageId: 'se-1',
  tokenType: 'EMBEDDED_SE',
  request: {
    language: 'en',
    captureMethod: 'MANUAL',
    cvvValidated: null,
    walletUserInformation: { walletUserId: 'somebody' },
    cardCaptureInformation: { captureMethod: 'MANUAL', cardHolderName: 'Kari Nordmann' },
    scoringInformation: { deviceScore: '5' },
    deviceInformation: { phoneNumber: '+4799990042' },
    walletId: null,
    merchantId: null,
    originalTokenRequestorId: null,
  },
  step: 'VERIFICATION_DUE',
  outcome: null,
  refusal: null,
  decisionTrace: null,
  verifiedCard: null,
  decision: 'yellow',
  issuerCardRefId: 'ref',
  issuerProductId: null,
  termsDecision: null,
  cardData: {
    panFingerprint: 'f',
    sealedPan: new Uint8Array([1]),
    sealedExpiry: null,
    cipheredCardInfo: 'MII',
    publicKeyIdentifier: 'k',
    authenticationValue: 'MII',
  },
  lastDigits: '1234',
  idvMethods: [],
  challenge: { methodId: 'sms', expiresAt: now, attempts: 0, sends: 1 },
  virtualCardId: null,
  issuerWait: 12,
  createdAt: now,
  updatedAt: now,
  dueAt: now,
};

test('an ended session knows nothing of the card or its holder any more', () => {
  const after = ended(underWay, { outcome: 'EXPIRED', now });
  assert.deepEqual(
    [after.step, after.outcome, after.cardData, after.challenge, after.dueAt],
    ['ENDED', 'EXPIRED', null, null, null],
  );
  assert.ok(!JSON.stringify(after).match(/Nordmann|somebody|\+47|MII/));
  assert.equal(after.request.language, 'en');
});
