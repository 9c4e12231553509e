import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { renderSequence } from './message-sequence.ts';

const exchange: ExchangeView = {
  exchangeId: '1',
  direction: 'inbound',
  peer: 'requestor:wallet',
  operation: 'startEnrolment',
  correlationId: 'session-1',
  startedAt: '2026-11-22T10:00:00.000Z',
  duration: 31,
  status: 201,
};

it('shows who called whom, when, how it ended and how long it took', () => {
  const asked: ExchangeView = {
    ...exchange,
    direction: 'outbound',
    peer: 'issuer:BANKONE001',
    operation: 'checkCardEligibility',
    startedAt: '2026-11-22T10:00:00.004Z',
    duration: 12,
    status: 200,
  };
  assert.equal(
    renderSequence([exchange, asked], { colour: false }),
    [
      'TIME                        PEER               OPERATION             STATUS  MS',
      '2026-11-22 10:00:00.000  ←  requestor:wallet   startEnrolment           201  31',
      '2026-11-22 10:00:00.004  →  issuer:BANKONE001  checkCardEligibility     200  12',
    ].join('\n'),
  );
});

it('shows who called for somebody else', () => {
  const call: ExchangeView = { ...exchange, peer: 'issuer:BANKONE001', aggregatorId: 'AGGREGATE1' };
  assert.match(
    renderSequence([call], { colour: false }),
    / issuer:BANKONE001 by AGGREGATE1 {2}startEnrolment /,
  );
});

it('shows why no answer came', () => {
  const { status, ...answerless } = { ...exchange, failure: 'no answer within 5 s' };
  assert.match(renderSequence([answerless], { colour: false }), / none {2}31 {2}no answer within 5 s$/);
  assert.equal(status, 201);
});
