import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCardEligibility } from './check-card-eligibility.ts';
import { readRequest, readResponse } from './operation.ts';

const request = { cipheredCardInfo: 'MIIB', publicKeyIdentifier: 'key.1', walletProviderId: 'APPLE_PAY' };

test('the card is named by its envelope or by its reference, never by both', () => {
  const { cipheredCardInfo, ...rest } = request;
  const byReference = { ...rest, issuerCardRefId: 'ref-1' };
  assert.deepEqual(readRequest(checkCardEligibility, request), { ok: true, message: request });
  assert.deepEqual(readRequest(checkCardEligibility, byReference), { ok: true, message: byReference });
  assert.deepEqual(readRequest(checkCardEligibility, rest), {
    ok: false,
    code: 111,
    parameter: 'cipheredCardInfo|issuerCardRefId',
  });
  assert.deepEqual(readRequest(checkCardEligibility, { ...byReference, cipheredCardInfo }), {
    ok: false,
    code: 112,
    parameter: 'issuerCardRefId',
  });
});

test('an empty key identifier is none', () => {
  const { publicKeyIdentifier: _, ...withoutKey } = request;
  assert.deepEqual(readRequest(checkCardEligibility, { ...request, publicKeyIdentifier: '' }), {
    ok: true,
    message: withoutKey,
  });
});

test('reads the answers that issuers give', () => {
  const answer = {
    issuerCardRefId: 1234567890,
    productId: 'P1',
    responseCode: 200,
    errorMessage: 'Successful',
    accountMetadata: { displayAccountNumber: '', expiryDate: null },
  };
  assert.deepEqual(readResponse(checkCardEligibility, answer), {
    ok: true,
    message: { issuerCardRefId: '1234567890', productId: 'P1', accountMetadata: {} },
  });
  assert.deepEqual(readResponse(checkCardEligibility, { issuerCardRefId: 'x'.repeat(49), productId: 'P1' }), {
    ok: false,
    code: 112,
    parameter: 'issuerCardRefId',
  });
  assert.deepEqual(readResponse(checkCardEligibility, { issuerCardRefId: 'x' }), {
    ok: false,
    code: 111,
    parameter: 'productId',
  });
});
