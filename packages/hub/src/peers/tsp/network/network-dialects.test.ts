import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tspReasons } from '../../../core/tsp-reason.ts';
import type { TspDecision } from '../../../ports/tsp.ts';
import { aVaultedToken } from '../../../store/test-objects.ts';
import { mdes } from './mdes.ts';
import { vts } from './vts.ts';

const asked: TspDecision = {
  correlationId: 'session',
  tokenRequestorId: '40010030273',
  decision: null,
  refusal: null,
  decidedBy: 'ISSUER',
  idvMethods: [],
  cvvValidated: null,
};
const refusal = (code: number, kind: 'DECLINED' | 'TECHNICAL' = 'DECLINED') => ({
  ...asked,
  refusal: { code, kind, message: 'refused' },
});
const token = aVaultedToken({ tspTokenId: 'reference', par: 'V001ABCDEFGHIJKLMNOPQRSTUVWXY' });

describe('what issuers decide, in the words of networks', () => {
  for (const [title, decision, atMdes, atVts] of [
    ['green', { ...asked, decision: 'green' }, 'APPROVED', '00'],
    ['yellow', { ...asked, decision: 'yellow' }, 'REQUIRE_ADDITIONAL_AUTHENTICATION', '85'],
    ['red', { ...refusal(170), decision: 'red' }, 'DECLINED', '05'],
    ['unknown card', refusal(116), 'DECLINED', '14'],
    ['expired', refusal(158), 'DECLINED', '54'],
    ['suspended', refusal(159), 'DECLINED', '05'],
    ['deleted', refusal(160), 'DECLINED', '05'],
    ['security code wrong', refusal(161), 'DECLINED', 'N7'],
    ['not eligible', refusal(163), 'DECLINED', '05'],
    ['fraud suspected', refusal(164), 'DECLINED', '05'],
    ['card number wrong', refusal(166), 'DECLINED', '14'],
    ['no answer', refusal(921, 'TECHNICAL'), 'DECLINED', '96'],
    ['operation failed', refusal(911, 'TECHNICAL'), 'DECLINED', '96'],
  ] as const satisfies readonly (readonly [string, TspDecision, string, string])[]) {
    test(title, () => {
      assert.equal(mdes.decision(decision).answer['decision'], atMdes);
      assert.equal(vts.decision(decision).answer['actionCode'], atVts);
    });
  }

  for (const [title, decision, atMdes, atVts] of [
    ['right', { ...asked, cvvValidated: true }, 'MATCH', 'M'],
    ['wrong', refusal(161), 'INVALID', 'N'],
    ['not checked', asked, 'NOT_PROCESSED', 'P'],
  ] as const satisfies readonly (readonly [string, TspDecision, string, string])[]) {
    test(`security code ${title}`, () => {
      assert.equal(mdes.decision(decision).answer['cvcResponse'], atMdes);
      assert.equal(vts.decision(decision).answer['cvv2ResultsCode'], atVts);
    });
  }

  test('verification methods go by their names; one that a network does not have is left out', () => {
    const types = ['cell_phone', 'email', 'bank_app', 'automated_call', 'pigeon'];
    const idvMethods = types.map(type => ({ id: type, type }));
    const decision: TspDecision = { ...asked, decision: 'yellow', idvMethods };
    assert.deepEqual(mdes.decision(decision).answer['activationMethods'], [
      'TEXT_TO_CARDHOLDER_NUMBER',
      'EMAIL_TO_CARDHOLDER_ADDRESS',
      'CARDHOLDER_TO_USE_MOBILE_APP',
      'CARDHOLDER_TO_CALL_AUTOMATED_NUMBER',
    ]);
    assert.deepEqual(vts.decision(decision).answer['stepUpMethods'], ['OTPSMS', 'OTPEMAIL', 'APP_TO_APP']);
  });
});

describe('life cycle, in the words of networks', () => {
  test('reasons and initiators of customer service', () => {
    const said = tspReasons.map(reason => {
      const { operation, body } = mdes.request('suspend', token, reason);
      return [operation, reason, body['reasonCode'], body['initiator']].join(' ');
    });
    assert.deepEqual(said, [
      'suspend USER Z C',
      'suspend ISSUER Z I',
      'suspend LOST L I',
      'suspend STOLEN S I',
      'suspend FOUND F I',
      'suspend FRAUD T I',
      'suspend ACCOUNT_CLOSED C I',
      'suspend WALLET Z W',
    ]);
    assert.equal(mdes.request('activate', token, null).body['reasonCode'], 'A');
  });

  test('operation types of the token life cycle', () => {
    const actions = ['activate', 'suspend', 'resume', 'delete'] as const;
    assert.deepEqual(
      actions.map(action => vts.request(action, token, null).body['operationType']),
      ['CALL_CENTER_ACTIVATION', 'SUSPEND', 'RESUME', 'DELETE'],
    );
  });

  test('who decided is told when the token is active', () => {
    const standIn = { ...token, decidedBy: 'TSP' } as const;
    assert.equal(mdes.notice('activate', standIn).body['decisionMadeBy'], 'RULES');
    assert.equal(mdes.notice('activate', token).body['decisionMadeBy'], 'AUTHORIZATION_REQUEST');
    const { eventType, reasonCode } = vts.notice('activate', standIn).body;
    assert.deepEqual([eventType, reasonCode], ['TOKEN_ACTIVATION_STIP', '9020']);
    assert.equal(vts.notice('activate', token).body['eventType'], 'TOKEN_CREATED');
  });

  test('a token removed in the app is told as that, and keeps its status', () => {
    const removed = { ...token, state: 'DELETED_FROM_APP' } as const;
    const { reasonCode, tokens } = mdes.notice('removeFromApp', removed).body;
    assert.equal(reasonCode, 'DELETED_FROM_CONSUMER_APP');
    assert.deepEqual(tokens, [{ tokenUniqueReference: 'reference', status: 'ACTIVE' }]);
  });
});

describe('references', () => {
  const ids = {
    uuid: () => '01900000-0000-7000-8000-000000000001',
    digits: (count: number) => '7'.repeat(count),
    bytes: (count: number) => new Uint8Array(count),
  };

  test('have the form of their network', () => {
    assert.match(mdes.drawReference(ids), /^[A-Z0-9a-z]{48}$/);
    assert.match(vts.drawReference(ids), /^DNITHE[0-9a-f]{12}[0-9]{14}$/);
    assert.match(String(vts.notice('suspend', token).body['panReferenceID']), /^V-/);
  });
});
