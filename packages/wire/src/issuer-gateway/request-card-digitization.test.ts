import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest, readResponse } from './operation.ts';
import { requestCardDigitization } from './request-card-digitization.ts';

const request = {
  cipheredCardInfo: 'MIIB',
  walletProviderId: 'ANDROID_PAY',
  walletUserInformation: { walletUserId: 'user-1', isAccountUsernamMatchCardName: true },
  cardCaptureInformation: { captureMethod: 'A_METHOD_OF_TOMORROW' },
  deviceInformation: { androidLastTwo: '7f' },
  tncAcceptedDate: '2026-11-22T02:45:00Z',
};

test('reads a request, values of later versions included', () => {
  assert.deepEqual(readRequest(requestCardDigitization, request), { ok: true, message: request });
});

test('reads the older name of androidLastTwo', () => {
  const older = { ...request, deviceInformation: { androidIdLastTwo: '7f' } };
  assert.deepEqual(readRequest(requestCardDigitization, older), { ok: true, message: request });
});

test('the card is named by its envelope, by its reference or by both', () => {
  const { cipheredCardInfo: _, ...rest } = request;
  assert.equal(readRequest(requestCardDigitization, { ...rest, issuerCardRefId: 'r' }).ok, true);
  assert.equal(readRequest(requestCardDigitization, { ...request, issuerCardRefId: 'r' }).ok, true);
  assert.deepEqual(readRequest(requestCardDigitization, rest), {
    ok: false,
    code: 111,
    parameter: 'cipheredCardInfo|issuerCardRefId',
  });
});

test('an instant is one, and in UTC', () => {
  for (const tncAcceptedDate of [
    '2026-02-30T00:00:00Z',
    '2026-11-22T02:45:00+01:00',
    '2026-11-22',
    'today',
  ]) {
    const refused = readRequest(requestCardDigitization, { ...request, tncAcceptedDate });
    assert.deepEqual(refused, { ok: false, code: 112, parameter: 'tncAcceptedDate' });
  }
});

test('reads the answers that issuers give', () => {
  const answer = {
    levelOfTrust: 'YELLOW',
    idvMethodList: [{ id: 1, type: 'cell_phone', value: '**-1234', source: 'x', platform: null }],
    cardDetails: { fpanLastDigits: 1234, cardholderName: '' },
  };
  assert.deepEqual(readResponse(requestCardDigitization, answer), {
    ok: true,
    message: {
      levelOfTrust: 'yellow',
      idvMethodList: [{ id: '1', type: 'cell_phone', value: '**-1234' }],
      cardDetails: { fpanLastDigits: '1234' },
    },
  });
  assert.deepEqual(readResponse(requestCardDigitization, {}), {
    ok: false,
    code: 111,
    parameter: 'levelOfTrust',
  });
});
