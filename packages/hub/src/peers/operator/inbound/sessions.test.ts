import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { SessionDetails, SessionList } from '@countermark/wire/operator/session';
import { openOperatorApi } from './operator-api.fixture.ts';
import { secrets, storedEnrolment, storedExchange } from './stored-records.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

describe('GET /sessions', () => {
  it('lists the newest first, page by page, of one issuer', async () => {
    for (const id of ['session-1', 'session-2', 'session-3'])
      await store.enrolments.insert(storedEnrolment(id));
    await store.enrolments.insert(storedEnrolment('session-4', { issuerId: 'TESTBANK02' }));
    const first = (await call<SessionList>('GET', '/sessions?issuerId=TESTBANK01&limit=2')).body;
    assert.deepEqual(
      first.sessions.map(({ enrolmentId }) => enrolmentId),
      ['session-3', 'session-2'],
    );
    const query = `issuerId=TESTBANK01&limit=2&before=${first.next}`;
    const second = (await call<SessionList>('GET', `/sessions?${query}`)).body;
    assert.deepEqual([second.sessions[0]?.enrolmentId, second.next], ['session-1', undefined]);
    assert.equal((await call<SessionList>('GET', '/sessions')).body.sessions.length, 4);
  });

  it('refuses a query it does not know', async () => {
    await refused('unknown-parameter', ['GET', '/sessions?after=session-1']);
    await refused('bad-parameter', ['GET', '/sessions?limit=many']);
  });
});

describe('GET /sessions/{enrolmentId}', () => {
  it('shows how D1 decided', async () => {
    const check = { check: 'CARD_STATE', leaves: 'red', finding: 'the card is INACTIVE' } as const;
    const decisionTrace = { decidedBy: check.check, finding: check.finding, checks: [check] };
    await store.enrolments.insert(storedEnrolment('session-1', { decision: 'red', decisionTrace }));
    const { body } = await call<SessionDetails>('GET', '/sessions/session-1');
    assert.deepEqual(body.session.decisionTrace, decisionTrace);
  });

  it('shows the session and its messages in order, nothing sealed and nothing of the cardholder', async () => {
    await store.enrolments.insert(
      storedEnrolment('session-1', {
        step: 'VERIFICATION_DUE',
        decision: 'yellow',
        termsDecision: {
          termsId: 'terms',
          version: '1',
          language: 'en',
          acceptedDate: new Date('2026-11-22T09:00:02Z'),
        },
        challenge: { methodId: '1', expiresAt: new Date('2026-11-22T09:10:00Z'), attempts: 1, sends: 2 },
        virtualCardId: 'token-1',
        dueAt: null,
      }),
    );
    const later = new Date('2026-11-22T09:00:01Z');
    await store.exchanges.record(
      storedExchange('b', { operation: 'requestCardDigitization', startedAt: later }),
    );
    await store.exchanges.record(storedExchange('a'));
    await store.exchanges.record(storedExchange('c', { correlationId: 'session-2' }));
    const { body, text } = await call<SessionDetails>('GET', '/sessions/session-1');
    for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), secret);
    assert.deepEqual(body.session, {
      enrolmentId: 'session-1',
      issuerId: 'TESTBANK01',
      productId: 'DEBIT',
      requestorId: 'wallet',
      tokenRequestorId: '40010030273',
      walletProviderId: 'APPLE_PAY',
      walletCardRefId: 'card-of-the-wallet',
      tokenType: 'EMBEDDED_SE',
      cardLastDigits: '4242',
      step: 'VERIFICATION_DUE',
      decision: 'yellow',
      issuerCardRefId: 'card-of-the-bank',
      terms: { id: 'terms', version: '1', language: 'en', acceptedAt: '2026-11-22T09:00:02.000Z' },
      idvMethods: [{ id: '1', type: 'cell_phone' }],
      otp: { methodId: '1', expiresAt: '2026-11-22T09:10:00.000Z', attempts: 1, sends: 2 },
      virtualCardId: 'token-1',
      issuerWait: 12,
      createdAt: '2026-11-22T09:00:00.000Z',
      updatedAt: '2026-11-22T09:00:00.000Z',
    });
    assert.deepEqual(
      body.exchanges.map(({ operation }) => operation),
      ['checkCardEligibility', 'requestCardDigitization'],
    );
  });

  it('shows how a session ended', async () => {
    const refusal = { kind: 'DECLINED', code: 164, message: 'Fraud suspected' } as const;
    const ending = { step: 'ENDED', outcome: 'DECLINED', refusal, dueAt: null, cardData: null } as const;
    await store.enrolments.insert(storedEnrolment('session-1', ending));
    const { session } = (await call<SessionDetails>('GET', '/sessions/session-1')).body;
    assert.deepEqual([session.step, session.outcome, session.refusal], ['ENDED', 'DECLINED', refusal]);
  });

  it('knows no session that is not there', async () => {
    await refused('not-found', ['GET', '/sessions/nowhere']);
  });
});
