import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest, readResponse } from '../issuer-gateway/operation.ts';
import { requestCoBadgeDigitization } from './request-co-badge-digitization.ts';

const request = { cipheredCardInfo: 'MIIB', publicKeyIdentifier: 'key-1', walletProviderId: 'APPLE_PAY' };
const answer = { issuerCardRefId: 'domestic-1', cipheredCardInfo: 'MIIB' };

test('needs the card, the key it is sealed with, and the wallet', () => {
  assert.deepEqual(readRequest(requestCoBadgeDigitization, request), { ok: true, message: request });
  for (const parameter of Object.keys(request)) {
    const incomplete = { ...request, [parameter]: undefined };
    assert.deepEqual(readRequest(requestCoBadgeDigitization, incomplete), {
      ok: false,
      code: 111,
      parameter,
    });
  }
});

test('is answered with the domestic card and its reference', () => {
  const whole = { ...answer, publicKeyIdentifier: 'hub-1', productId: 'DOMESTIC' };
  assert.deepEqual(readResponse(requestCoBadgeDigitization, whole), { ok: true, message: whole });
  for (const parameter of Object.keys(answer)) {
    const incomplete = { ...answer, [parameter]: undefined };
    assert.deepEqual(readResponse(requestCoBadgeDigitization, incomplete), {
      ok: false,
      code: 111,
      parameter,
    });
  }
});
