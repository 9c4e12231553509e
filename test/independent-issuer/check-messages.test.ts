import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CapturedMessage, faultsOf, readCapture } from './check-messages.ts';

const headers: CapturedMessage['headers'] = [
  ['Host', 'localhost'],
  ['X-Correlation-Id', '019ab1c4-4b7a-7d39-b1e2-0d7f6a5c4b3a'],
  ['x-issuer-id', 'BANKISSUER'],
  ['Content-Type', 'application/json; charset=utf-8'],
];

const conforming: Record<string, Record<string, unknown>> = {
  checkCardEligibility: {
    cipheredCardInfo: 'MIIBqgYJKoZIhvcNAQcDoIIBmw==',
    publicKeyIdentifier: 'BANK-ENVELOPE-01',
    walletProviderId: 'APPLE_PAY',
    tokenRequestor: { id: '40010030273' },
    captureMethod: 'MANUAL',
  },
  requestCardDigitization: {
    cipheredCardInfo: '308201aa06092a864886f70d010703',
    issuerCardRefId: 'reference',
    walletProviderId: 'APPLE_PAY',
    walletUserInformation: { walletUserId: 'user', isAccountUsernamMatchCardName: true },
    cardCaptureInformation: { captureMethod: 'CAMERA', address: { addressCity: 'Oslo' } },
    scoringInformation: { levelOfTrust: 'green', deviceScore: '5', reasonCodes: ['0A', '0G'] },
    deviceInformation: {},
    tncStatus: true,
    tncAcceptedDate: '2026-11-22T02:45:00Z',
    tokenType: 'EMBEDDED_SE',
  },
  getIDnVMethodList: { issuerCardRefId: 'reference', virtualCardId: 'token' },
  sendOTP: {
    walletProviderId: 'APPLE_PAY',
    issuerCardRefId: 'reference',
    otpValue: '000000',
    otpMethodId: 'sms-1',
    expirationDate: '2026-11-22T02:55:00Z',
  },
  notifyVirtualCardChange: {
    issuerCardRefId: 'reference',
    virtualCardId: 'token',
    walletProviderId: 'APPLE_PAY',
    isPrimary: true,
    action: 'ACTIVATE',
    tokenInfo: 'MIIBqgYJKoZIhvcNAQcDoIIBmw==',
    source: 'TSP',
  },
};

for (const [method, body] of Object.entries(conforming)) {
  test(`${method}: a message as published has no fault`, () => {
    assert.deepEqual(faultsOf({ method, headers, body }), []);
  });
}

describe('a departure from the field lists is told by name', () => {
  const departures: [method: string, change: Record<string, unknown>, fault: string][] = [
    ['sendOTP', { otpValue: undefined }, 'otpValue is missing'],
    ['sendOTP', { otp: '000000' }, 'otp is not listed'],
    ['sendOTP', { constructor: 'x' }, 'constructor is not listed'],
    ['sendOTP', { otpValue: 123456 }, 'otpValue is not a text'],
    ['sendOTP', { tokenRequestor: null }, 'tokenRequestor is null'],
    ['sendOTP', { issuerCardRefId: 'x'.repeat(49) }, 'issuerCardRefId has 49 characters'],
    ['sendOTP', { otpMethodId: '' }, 'otpMethodId has 0 characters'],
    ['sendOTP', { expirationDate: '2026-11-22 02:55' }, 'expirationDate is malformed'],
    [
      'checkCardEligibility',
      { issuerCardRefId: 'x' },
      '2 of cipheredCardInfo, issuerCardRefId instead of exactly one',
    ],
    [
      'checkCardEligibility',
      { cipheredCardInfo: undefined },
      '0 of cipheredCardInfo, issuerCardRefId instead of exactly one',
    ],
    ['checkCardEligibility', { cipheredCardInfo: 'MIIB\nqgYJ' }, 'cipheredCardInfo is malformed'],
    ['checkCardEligibility', { tokenRequestor: { id: null } }, 'tokenRequestor.id is null'],
    ['checkCardEligibility', { tokenRequestor: { trid: 'x' } }, 'tokenRequestor.trid is not listed'],
    ['checkCardEligibility', { tokenRequestor: [] }, 'tokenRequestor is not an object'],
    ['checkCardEligibility', { captureMethod: 'manual' }, 'captureMethod is none of the listed values'],
    ['requestCardDigitization', { tncStatus: 'true' }, 'tncStatus is not a boolean'],
    [
      'requestCardDigitization',
      { walletUserInformation: {} },
      'walletUserInformation.walletUserId is missing',
    ],
    [
      'requestCardDigitization',
      { scoringInformation: { reasonCodes: '0A' } },
      'scoringInformation.reasonCodes is not a list',
    ],
    [
      'requestCardDigitization',
      { scoringInformation: { reasonCodes: ['0A', null] } },
      'scoringInformation.reasonCodes[1] is null',
    ],
    [
      'requestCardDigitization',
      { deviceInformation: { IMEI: '42042' } },
      'deviceInformation.IMEI has 5 characters',
    ],
    [
      'requestCardDigitization',
      { cipheredCardInfo: undefined, issuerCardRefId: undefined },
      'none of cipheredCardInfo, issuerCardRefId',
    ],
    ['notifyVirtualCardChange', { isPrimary: false }, 'isPrimary is not true'],
    ['notifyVirtualCardChange', { errorCode: '221' }, 'errorCode is not a number'],
    ['notifyVirtualCardChange', { action: 'SUSPEND' }, 'tokenInfo does not belong to this action'],
  ];
  for (const [method, change, fault] of departures) {
    test(`${method}: ${fault}`, () => {
      const body = withoutUndefined({ ...conforming[method], ...change });
      assert.deepEqual(faultsOf({ method, headers, body }), [`${method}: ${fault}`]);
    });
  }
});

test('each header comes exactly once, in its form', () => {
  const body = conforming['getIDnVMethodList'];
  const faults = (sent: CapturedMessage['headers']) =>
    faultsOf({ method: 'getIDnVMethodList', headers: sent, body });
  assert.deepEqual(faults(headers.filter(([name]) => name !== 'x-issuer-id')), [
    'getIDnVMethodList: x-issuer-id comes 0 times',
  ]);
  assert.deepEqual(faults([...headers, ['x-correlation-id', 'another']]), [
    'getIDnVMethodList: x-correlation-id comes 2 times',
  ]);
  assert.deepEqual(faults(headers.map(([name, value]) => [name, value.slice(0, 9)])), [
    'getIDnVMethodList: x-issuer-id is malformed',
    'getIDnVMethodList: content-type is malformed',
  ]);
});

test('what is no message at all is a fault too', () => {
  assert.deepEqual(faultsOf({ method: 'toString', headers, body: {} }), ['toString is not a method']);
  for (const body of [null, [], 'text']) {
    assert.deepEqual(faultsOf({ method: 'sendOTP', headers, body }), ['sendOTP: the body is not an object']);
  }
});

test('a capture file is read line by line', () => {
  const messages = [
    { method: 'sendOTP', headers, body: {} },
    { method: 'getIDnVMethodList', headers, body: 'no JSON' },
  ];
  assert.deepEqual(readCapture(messages.map(message => `${JSON.stringify(message)}\n`).join('')), messages);
  assert.deepEqual(readCapture(''), []);
});

function withoutUndefined(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
