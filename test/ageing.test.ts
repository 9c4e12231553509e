import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiRefusal } from '@countermark/sandbox/bearer-client';
import type { ReceivedNotification } from '@countermark/sandbox/sandbox-client';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import type { EnrolmentReport } from '@countermark/sandbox/wallet-simulator/wallet-enrolment';
import type { VirtualCard } from '@countermark/wire/issuer-gateway/data/virtual-card';
import { type DatabaseView, storedEnrolment, viewDatabase } from './support/database-view.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

const issuerId = 'CMISSUER01';
let sandbox: TestSandbox;
/** Null on PGlite. */
let database: DatabaseView | null;

before(async () => {
  sandbox = await startTestSandbox();
  database = await viewDatabase(sandbox);
});
after(async () => {
  await database?.close();
  await sandbox.close();
});

describe('eligibility without a decision on the terms', () => {
  test('is over after 15 minutes', async () => {
    const card = newCard();
    const { enrolmentId } = await enrol({ ...card, terms: 'none' });
    await sandbox.client.advanceClock(minute);
    const younger = await enrol({ ...newCard(), terms: 'none' });
    await sandbox.client.advanceClock(14 * minute);

    const session = await sessionOnceEnded(enrolmentId);
    assert.deepEqual([session.outcome, session.virtualCardId], ['EXPIRED', undefined]);
    await assertStored(enrolmentId, { secrets: [], cards: 0, tokens: [], tspTokens: [], codes: 0 });
    const late = await sandbox.client.decideTerms(enrolmentId, 'accept');
    const last = late.steps.at(-1);
    assert.equal(last?.result === 'REFUSED' && last.errorCode, 432);
    await assertFreshEnrolment(card);

    const other = await sandbox.client.session(younger.enrolmentId);
    assert.equal(other.session.step, 'TERMS_DUE');
  });
});

describe('a token that is never deployed', () => {
  for (const [colour, exp] of [
    ['green', '1230'],
    ['yellow', '1231'],
  ] as const) {
    test(`${colour}: is deleted after 30 minutes`, async () => {
      const card = newCard(exp);
      const { enrolmentId, virtualCardId } = await enrolToken({ ...card, provisioning: 'none' });
      await sandbox.client.advanceClock(minute);
      const younger = await enrolToken({ ...newCard(exp), provisioning: 'none' });
      await sandbox.client.advanceClock(29 * minute);

      await assertDeletedByAge({ enrolmentId, virtualCardId });
      await assertFreshEnrolment(card);
      await assertState(younger.virtualCardId, 'DEPLOYMENT_ONGOING');
    });
  }
});

describe('a token that is never activated', () => {
  test('is deleted after 30 days', async () => {
    const card = newCard('1232');
    const { enrolmentId, virtualCardId } = await enrolToken({ ...card, idvChoice: 'none' });
    await sandbox.client.advanceClock(day);
    const younger = await enrolToken({ ...newCard('1232'), idvChoice: 'none' });
    await sandbox.client.advanceClock(29 * day);

    await assertDeletedByAge({ enrolmentId, virtualCardId });
    await assertFreshEnrolment({ ...card, exp: '1230' });
    await assertState(younger.virtualCardId, 'INACTIVE');
  });

  test('is deleted after 30 days, suspended or not', async () => {
    const { enrolmentId, virtualCardId } = await enrolToken({ ...newCard('1232'), idvChoice: 'none' });
    await sandbox.client.advanceClock(20 * day);
    await sandbox.client.reportTspEvent(virtualCardId, { event: 'SUSPEND' });
    await notification(virtualCardId, 'SUSPEND');
    await sandbox.client.advanceClock(10 * day);

    await assertDeletedByAge({ enrolmentId, virtualCardId });
    assert.deepEqual(
      (await notifications(virtualCardId)).map(({ request }) => request.action),
      ['SUSPEND', 'DELETE'],
    );
  });
});

describe('a one-time password', () => {
  test('is accepted for 10 minutes', async () => {
    const { enrolmentId } = await enrol({ ...newCard('1231'), otp: 'none' });
    await sandbox.client.advanceClock(10 * minute - 20 * second);
    assert.equal(otpResult(await sandbox.client.enterCode(enrolmentId, 'right')), 'SUCCESS');
    await assertNoSecretsLeft(enrolmentId);
  });

  test('is refused after 10 minutes; that costs no try, and a new one is accepted', async () => {
    const { enrolmentId } = await enrol({ ...newCard('1231'), otp: 'none' });
    await sandbox.client.advanceClock(10 * minute);
    const late = await sandbox.client.enterCode(enrolmentId, 'right');
    assert.deepEqual([otpResult(late), late.enrolment?.otp?.attemptsLeft], ['EXPIRED_CODE', 3]);
    await sandbox.client.chooseIdvMethod(enrolmentId, 'sms');
    assert.equal(otpResult(await sandbox.client.enterCode(enrolmentId, 'right')), 'SUCCESS');
  });

  test('is gone when the session ends without it', async () => {
    const { enrolmentId, virtualCardId } = await enrolToken({ ...newCard('1231'), otp: 'none' });
    await sandbox.client.reportTspEvent(virtualCardId, { event: 'ACTIVATE' });
    await assertNoSecretsLeft(enrolmentId);
  });

  test('is gone when its token is deleted', async () => {
    const { enrolmentId, virtualCardId } = await enrolToken({ ...newCard('1231'), otp: 'none' });
    await sandbox.client.reportTokenEvent(virtualCardId, { event: 'DELETED_IN_WALLET' });
    await assertNoSecretsLeft(enrolmentId);
  });
});

test('a deleted token is erased after 100 days', async () => {
  const card = newCard();
  const { enrolmentId, virtualCardId } = await enrolToken(card);
  await sandbox.client.reportTokenEvent(virtualCardId, { event: 'DELETED_IN_WALLET' });
  await sandbox.client.advanceClock(day);
  const younger = await enrolToken(card);
  await sandbox.client.reportTokenEvent(younger.virtualCardId, { event: 'DELETED_IN_WALLET' });
  const { session } = await sandbox.client.session(enrolmentId);
  await sandbox.client.advanceClock(99 * day);

  const erased = await notification(virtualCardId, 'ERASE');
  assert.equal(erased.request.source, 'TSP');
  assert.notEqual(erased.correlationId, enrolmentId);
  await assertState(virtualCardId, 'ERASED');
  await until('what was known of it to be forgotten', () => isUnknownSession(enrolmentId));
  assert.deepEqual(await cardInfo(session.issuerCardRefId), { [younger.virtualCardId]: 'DELETED' });
  const body = { issuerCardRefId: session.issuerCardRefId, virtualCardId };
  const asked = await sandbox.client.callHub(issuerId, 'getTokenInfo', { body });
  assert.equal((asked.body as { responseCode?: number }).responseCode, 119);
});

test('with the last token of a card its number goes too, and the token’s; the same card can come back', async () => {
  const card = newCard();
  const { enrolmentId, virtualCardId } = await enrolToken(card);
  const { session } = await sandbox.client.session(enrolmentId);
  await sandbox.client.eraseToken(virtualCardId);

  await notification(virtualCardId, 'DELETE');
  await notification(virtualCardId, 'ERASE');
  const body = { issuerCardRefId: session.issuerCardRefId };
  const asked = await sandbox.client.callHub(issuerId, 'getCardInfo', { body });
  assert.equal((asked.body as { responseCode?: number }).responseCode, 116);
  if (database) {
    const kept = await database.rows('select from vaulted_token where correlation_id = $1', enrolmentId);
    assert.deepEqual(kept, []);
  }
  await assertFreshEnrolment(card);
});

test('an active token is renewed 90 days before it expires, once', async () => {
  const { virtualCardId } = await enrolToken(newCard());
  await notification(virtualCardId, 'ACTIVATE');
  const { token } = await sandbox.client.token(virtualCardId);
  await advanceTo(token.dueAt);

  await notification(virtualCardId, 'RENEW');
  const { token: renewed } = await sandbox.client.token(virtualCardId);
  assert.equal(Number(renewed.tokenExpiryDate) - Number(token.tokenExpiryDate), 5);
  await sandbox.client.advanceClock(90 * day);
  const told = (await notifications(virtualCardId)).map(({ request }) => request.action);
  assert.deepEqual(told, ['ACTIVATE', 'RENEW']);
  await assertState(virtualCardId, 'RESUMED');
});

test('an active token that nobody renewed is deleted when it expires', async () => {
  const { enrolmentId, virtualCardId } = await enrolToken(newCard());
  const { token } = await sandbox.client.token(virtualCardId);
  await advanceTo(token.dueAt, -day);
  await sandbox.client.advanceClock(92 * day);

  const deleted = await notification(virtualCardId, 'DELETE');
  assert.deepEqual([deleted.request.source, deleted.request.errorCode], ['TSP', undefined]);
  assert.notEqual(deleted.correlationId, enrolmentId);
  await assertState(virtualCardId, 'DELETED');
});

test('a token that the TSP made and the hub could not keep goes with its session', async () => {
  if (!database) return;
  const card = newCard();
  const { enrolmentId } = await enrol({ ...card, terms: 'none' });
  await database.rows('alter table token add constraint refuse_all check (false) not valid');
  const broken = await sandbox.client.decideTerms(enrolmentId, 'accept');
  await database.rows('alter table token drop constraint refuse_all');
  const last = broken.steps.at(-1);
  assert.equal(last?.result === 'REFUSED' && last.status, 500);
  await sandbox.client.advanceClock(15 * minute);

  assert.equal((await sessionOnceEnded(enrolmentId)).outcome, 'EXPIRED');
  await until('the deletion at the TSP', async () => {
    const stored = await storedEnrolment(database as DatabaseView, enrolmentId);
    return stored.tspTokens.join() === 'DELETED';
  });
  await assertStored(enrolmentId, { secrets: [], cards: 0, tokens: [], tspTokens: ['DELETED'], codes: 0 });
  await assertFreshEnrolment(card);
});

test('no session that has ended or has its token holds card data', async () => {
  if (!database) return;
  const [row] = await database.rows(`
    select count(*)::int as sessions,
      count(coalesce(sealed_pan::text, sealed_expiry::text, pan_fingerprint, ciphered_card_info, authentication_value))::int
        as with_card_data
    from enrolment where step = 'ENDED' or virtual_card_id is not null`);
  assert.ok(Number(row?.['sessions']) > 0);
  assert.equal(row?.['with_card_data'], 0);
});

// --- What all of them do ---------------------------------------------------------------------------------------------

async function isUnknownSession(enrolmentId: string): Promise<boolean> {
  return sandbox.client.session(enrolmentId).then(
    () => false,
    (error: unknown) => error instanceof ApiRefusal && error.status === 404,
  );
}

let cards = 0;

/** A card nobody has used, on a device of its own. */
function newCard(exp = '1230'): EnrolmentScript {
  const index = cards++;
  return {
    wallet: 'APPLE_PAY',
    pan: testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index }),
    exp,
    device: { tokenStorageId: `SE-OF-CARD-${index}` },
  };
}

async function enrol(script: EnrolmentScript): Promise<{ enrolmentId: string; report: EnrolmentReport }> {
  const report = await sandbox.client.enrol(script);
  return { enrolmentId: report.enrolmentId ?? assert.fail('no enrolment began'), report };
}

interface TokenOfEnrolment {
  enrolmentId: string;
  virtualCardId: string;
}

async function enrolToken(script: EnrolmentScript): Promise<TokenOfEnrolment> {
  const { enrolmentId, report } = await enrol(script);
  return {
    enrolmentId,
    virtualCardId: report.enrolment?.token?.virtualCardId ?? assert.fail('there is no token'),
  };
}

/** The clock moves 400 days at most in one go. */
async function advanceFar(milliseconds: number): Promise<void> {
  const farthest = 400 * day;
  for (let left = milliseconds; left > 0; left -= farthest) {
    await sandbox.client.advanceClock(Math.min(left, farthest));
  }
}

/** To a moment the hub named, or some milliseconds from it. */
async function advanceTo(moment: string | undefined, offset = 0): Promise<void> {
  const { now } = await sandbox.client.clock();
  await advanceFar(Date.parse(moment ?? '') - Date.parse(now) + offset);
}

function sessionOnceEnded(enrolmentId: string) {
  return until('the end of the session', async () => {
    const { session } = await sandbox.client.session(enrolmentId);
    return session.step === 'ENDED' && session;
  });
}

async function notifications(virtualCardId: string): Promise<ReceivedNotification[]> {
  const received = await sandbox.client.notifications(issuerId);
  return received.filter(({ request }) => request.virtualCardId === virtualCardId);
}

function notification(virtualCardId: string, action: string): Promise<ReceivedNotification> {
  return until(`the notification of ${action}`, async () => {
    const received = await notifications(virtualCardId);
    return received.find(({ request }) => request.action === action);
  });
}

/** Deleted here and at the TSP, and the issuer told in the enrolment's session that it simply happened. */
async function assertDeletedByAge({ enrolmentId, virtualCardId }: TokenOfEnrolment): Promise<void> {
  const { correlationId, request } = await notification(virtualCardId, 'DELETE');
  assert.deepEqual(
    { correlationId, source: request.source, errorCode: request.errorCode },
    { correlationId: enrolmentId, source: 'TSP', errorCode: undefined },
  );
  const { session } = await sandbox.client.session(enrolmentId);
  assert.deepEqual([session.step, session.outcome], ['ENDED', 'TOKEN_DELETED']);
  assert.deepEqual(await cardInfo(session.issuerCardRefId), { [virtualCardId]: 'DELETED' });
  await assertStored(enrolmentId, {
    secrets: [],
    cards: 1,
    tokens: ['DELETED'],
    tspTokens: ['DELETED'],
    codes: 0,
  });
}

/** The same card on the same device: refused with 167 if hub or TSP had kept a token of it. */
async function assertFreshEnrolment(card: EnrolmentScript): Promise<void> {
  const { report } = await enrol(card);
  assert.equal(report.enrolment?.outcome, 'ACTIVATED');
}

async function assertState(virtualCardId: string, state: string): Promise<void> {
  const { token } = await sandbox.client.token(virtualCardId);
  assert.equal(token.state, state);
}

async function assertStored(
  enrolmentId: string,
  expected: Awaited<ReturnType<typeof storedEnrolment>>,
): Promise<void> {
  if (database) assert.deepEqual(await storedEnrolment(database, enrolmentId), expected);
}

async function assertNoSecretsLeft(enrolmentId: string): Promise<void> {
  const { session } = await sandbox.client.session(enrolmentId);
  assert.deepEqual([session.step, session.otp], ['ENDED', undefined]);
  if (!database) return;
  const { secrets, codes } = await storedEnrolment(database, enrolmentId);
  assert.deepEqual({ secrets, codes }, { secrets: [], codes: 0 });
}

function otpResult({ steps }: EnrolmentReport): string | undefined {
  const last = steps.at(-1);
  return last?.result === 'ANSWERED' ? last.saw.otpResult : undefined;
}

/** The states of a card's tokens by virtualCardId, as the hub tells its issuer. */
async function cardInfo(issuerCardRefId: string | undefined): Promise<Record<string, string>> {
  const { body } = await sandbox.client.callHub(issuerId, 'getCardInfo', { body: { issuerCardRefId } });
  const { virtualCardList } = body as { virtualCardList: VirtualCard[] };
  return Object.fromEntries(virtualCardList.map(token => [token.virtualCardId, token.status]));
}
