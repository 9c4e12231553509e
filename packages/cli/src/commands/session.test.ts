import assert from 'node:assert/strict';
import { after, beforeEach, it } from 'node:test';
import {
  secrets,
  storedEnrolment,
  storedExchange,
} from '@countermark/hub/peers/operator/inbound/stored-records.fixture';
import { listeningHub } from '../command-line.fixture.ts';

const { store, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

it('lists sessions, the newest first', async () => {
  assert.equal(await printed('session list'), 'No such sessions.');
  const refusal = { kind: 'DECLINED', code: 164, message: 'Fraud suspected' } as const;
  await store.enrolments.insert(
    storedEnrolment('session-1', { step: 'ENDED', outcome: 'DECLINED', refusal }),
  );
  await store.enrolments.insert(
    storedEnrolment('session-2', { step: 'VERIFICATION_DUE', decision: 'yellow' }),
  );
  assert.equal(
    await printed('session list --issuer TESTBANK01'),
    [
      'SESSION    BEGAN                    STANDS AT         DECISION  REFUSED  WALLET     ISSUER      CARD',
      'session-2  2026-11-22 09:00:00.000  VERIFICATION_DUE  yellow             APPLE_PAY  TESTBANK01  …4242',
      'session-1  2026-11-22 09:00:00.000  DECLINED                        164  APPLE_PAY  TESTBANK01  …4242',
    ].join('\n'),
  );
  assert.match(await printed('session list --limit 1'), /\n\nMore with --before session-2$/);
  assert.match(await printed('session list --before session-2'), /\nsession-1 /);
});

it('shows a session and its message sequence, nothing sealed and nothing of the cardholder', async () => {
  await store.enrolments.insert(storedEnrolment('session-1'));
  const started = {
    direction: 'inbound',
    peer: 'requestor:wallet',
    operation: 'startEnrolment',
    status: 201,
  } as const;
  await store.exchanges.record(storedExchange('1', started));
  await store.exchanges.record(
    storedExchange('2', {
      startedAt: new Date('2026-11-22T09:00:00.004Z'),
      status: null,
      failure: 'no answer within 5 s',
    }),
  );
  assert.equal(
    await printed('session show session-1'),
    `Session            session-1
Stands at          TERMS_DUE
Wallet             APPLE_PAY (TRID 40010030273, wallet)
Issuer             TESTBANK01
Product            DEBIT
Card               …4242, card-of-the-bank
Verification       1 cell_phone
Waited for issuer  12 ms
Began              2026-11-22 09:00:00.000
Changed            2026-11-22 09:00:00.000
Ends by itself     2026-11-22 09:15:00.000

TIME                        PEER               OPERATION             STATUS  MS  FAILURE
2026-11-22 09:00:00.000  ←  requestor:wallet   startEnrolment           201  12
2026-11-22 09:00:00.004  →  issuer:TESTBANK01  checkCardEligibility    none  12  no answer within 5 s`,
  );
  const json = await printed('session show session-1 --json');
  assert.equal(JSON.parse(json).exchanges.length, 2);
  for (const secret of Object.values(secrets)) assert.ok(!json.includes(secret), secret);
});

it('shows how D1 decided, check by check', async () => {
  const checks = [
    { check: 'CARD_STATE', leaves: 'green', finding: 'the card is ACTIVE' },
    { check: 'RULES', leaves: 'red', finding: 'rule "risky phone" says RED' },
  ] as const;
  const decisionTrace = { decidedBy: 'RULES', finding: checks[1].finding, checks } as const;
  await store.enrolments.insert(storedEnrolment('session-1', { decision: 'red', decisionTrace }));
  const out = await printed('session show session-1');
  assert.match(out, /\nDecision +red\nBecause +rule "risky phone" says RED\n/);
  assert.match(
    out,
    /\n\nCHECK +LEAVES +FOUND\nCARD_STATE +green +the card is ACTIVE\nRULES +red +rule "risky phone" says RED\n\nNo messages/,
  );
});

it('knows no session that is not there', async () => {
  const { exitCode, err } = await countermark('session show nowhere');
  assert.deepEqual([exitCode, err], [1, 'countermark: There is no session nowhere.']);
});
