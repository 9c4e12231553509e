import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { renderExchanges } from './render-enrolment.ts';

const exchange: ExchangeView = {
  exchangeId: '1',
  direction: 'outbound',
  peer: 'issuer:BANKONE001',
  operation: 'sendOTP',
  correlationId: 'session-1',
  startedAt: '2026-11-22T10:00:00.000Z',
  duration: 31,
};

it('shows under a message its body and why no answer came', () => {
  assert.deepEqual(
    renderExchanges([{ ...exchange, request: { otpMethodId: 'phone' }, failure: 'connection refused' }]),
    [
      '  hub    → issuer  sendOTP                  none    31 ms',
      '           {"otpMethodId":"phone"}',
      '           connection refused',
    ],
  );
});

it('shows nothing under a message without body', () => {
  assert.deepEqual(renderExchanges([{ ...exchange, status: 200 }]), [
    '  hub    → issuer  sendOTP                   200    31 ms',
  ]);
});
