import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type BrokenAnswer, type Fault, faultInWords } from '@countermark/sandbox/reference-issuer/faults';
import type { VirtualCard } from '@countermark/wire/issuer-gateway/data/virtual-card';
import { type PlayedStage, StagePlayer } from './issuer-faults/play-stage.ts';
import { type Stage, stages } from './issuer-faults/stages.ts';
import { type DatabaseView, storedEnrolment, viewDatabase } from './support/database-view.ts';
import { changeIssuerSettings } from './support/issuer-settings.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** A busy machine is no time-out. */
const patient = { connectTimeout: 10_000, answerTimeout: 10_000, notificationTimeout: 10_000 };
const impatient = { answerTimeout: 1_000, notificationTimeout: 1_000 };

let sandbox: TestSandbox;
let player: StagePlayer;
/** Null on PGlite. */
let database: DatabaseView | null;

before(async () => {
  sandbox = await startTestSandbox();
  database = await viewDatabase(sandbox);
  player = new StagePlayer(sandbox.client);
  await changeIssuerSettings(sandbox, patient);
});
after(async () => {
  await database?.close();
  await sandbox.close();
});

// --- What each fault must come to ------------------------------------------------------------------------------------

/** How an enrolment stands after the call; null: the answer was good, or needs no content, and it goes on. */
type End = { outcome: 'DECLINED' | 'FAILED'; kind: 'DECLINED' | 'TECHNICAL'; code: number } | null;

const failed = (code: number): End => ({ outcome: 'FAILED', kind: 'TECHNICAL', code });
const declined = (code: number): End => ({ outcome: 'DECLINED', kind: 'DECLINED', code });
/** A refused list of methods is the issuer's decision, and the enrolment has failed for want of a method. */
const withoutMethods = (code: number): End => ({ outcome: 'FAILED', kind: 'DECLINED', code });

type Rows = readonly (readonly [Fault, End])[];

const answersThatNeverCome = ['timeout', 'slow-drip'] as const satisfies readonly BrokenAnswer[];

const codes = (list: readonly number[], end: (code: number) => End): Rows =>
  list.map(code => [{ responseCode: code }, end(code)] as const);

const brokenQuestion: Rows = [
  ['500', failed(921)],
  ['reset', failed(921)],
  ['wrong-content-type', failed(911)],
  ['huge-body', failed(911)],
  ['missing-field', failed(911)],
];

/** 191 is 158 in the TSP dialect; 777 is in no table. */
const refusedCard: Rows = [
  ...codes([111, 112, 116, 158, 159, 160, 163, 164, 165, 166, 777], declined),
  [{ responseCode: 191 }, declined(158)],
  ...codes([911, 921], failed),
];

const questions: readonly (readonly [Stage, Rows])[] = [
  [stages.checkCardEligibility, [...brokenQuestion, ...refusedCard, ['unknown-level-of-trust', null]]],
  [
    stages.requestCardDigitization,
    [
      ...brokenQuestion,
      ...refusedCard,
      ...codes([161, 167, 170], declined),
      ...codes([231, 321], failed),
      ['unknown-level-of-trust', declined(170)],
    ],
  ],
  [
    stages.getIDnVMethodList,
    [
      ...brokenQuestion,
      ...codes([116, 510, 777], withoutMethods),
      [{ responseCode: 191 }, withoutMethods(158)],
      ...codes([911, 921], failed),
      ['unknown-level-of-trust', null],
    ],
  ],
];

for (const [stage, rows] of questions) {
  describe(stage.operation, () => {
    for (const [fault, end] of rows) {
      test(faultInWords(fault), async () => {
        await verifyQuestion(await player.play(stage, fault), end);
      });
    }
  });
}

describe('sendOTP', () => {
  const refusals = [501, 911, 921, 116, 777].map(responseCode => ({ responseCode }));
  for (const fault of ['500', 'reset', ...refusals] as const) {
    test(`${faultInWords(fault)}: another method may be chosen`, async () => {
      await verifyCodeNotSent(await player.play(stages.sendOTP, fault));
    });
  }

  for (const fault of [
    'wrong-content-type',
    'huge-body',
    'missing-field',
    'unknown-level-of-trust',
  ] as const) {
    test(`${fault}: HTTP 200 is success, whatever its body`, async () => {
      const { enrolmentId, report } = await player.play(stages.sendOTP, fault);
      assert.deepEqual([report.steps.at(-1)?.result, report.enrolment?.otp?.sendsLeft], ['ANSWERED', 2]);
      const again = await sandbox.client.chooseIdvMethod(enrolmentId, 'email');
      assert.equal(again.enrolment?.otp?.sendsLeft, 1);
    });
  }

  test('a code that was sent before is void once another could not be sent', async () => {
    const { enrolmentId } = await player.play(stages.sendOTP, 'missing-field');
    const { issuerId, operation } = stages.sendOTP;
    await sandbox.client.injectFault(issuerId, { operation, fault: '500', times: 1 });
    await sandbox.client.chooseIdvMethod(enrolmentId, 'email');
    const report = await sandbox.client.enterCode(enrolmentId, 'right');
    const last = report.steps.at(-1);
    assert.equal(last?.result === 'ANSWERED' && last.saw.otpResult, 'EXPIRED_CODE');
    await endByCode(enrolmentId);
  });
});

for (const fault of answersThatNeverCome) {
  describe(`${fault}, of every call at once`, () => {
    const played = new Map<string, PlayedStage>();
    const of = ({ operation }: Stage) => played.get(operation) ?? assert.fail(`${operation} was not played`);

    before(async () => {
      await changeIssuerSettings(sandbox, impatient);
      for (const row of await player.playAtOnce(Object.values(stages), fault)) {
        played.set(row.stage.operation, row);
      }
      await changeIssuerSettings(sandbox, patient);
    });

    for (const [stage] of questions) {
      test(stage.operation, () => verifyQuestion(of(stage), failed(921)));
    }
    test('sendOTP', () => verifyCodeNotSent(of(stages.sendOTP)));
  });
}

// --- How that is seen ------------------------------------------------------------------------------------------------

async function verifyQuestion(played: PlayedStage, end: End): Promise<void> {
  if (end === null) {
    assert.equal(played.report.enrolment?.refusal, undefined);
    return;
  }
  await verifyEnd(played, end);
  if (played.stage.operation === 'getIDnVMethodList') await verifyTokenTakenBack(played);
  else await verifyNothingStored(played);
  await verifyFreshEnrolment(played);
}

/** Wallet and operator see the same end, and the issuer was asked once. */
async function verifyEnd({ stage, enrolmentId, report }: PlayedStage, end: NonNullable<End>): Promise<void> {
  const { session, exchanges } = await sandbox.client.session(enrolmentId);
  for (const view of [report.enrolment, session]) {
    const { kind, code } = view?.refusal ?? {};
    assert.deepEqual({ step: view?.step, outcome: view?.outcome, kind, code }, { step: 'ENDED', ...end });
  }
  assert.equal(exchanges.filter(({ operation }) => operation === stage.operation).length, 1);
}

async function verifyNothingStored({ stage, enrolmentId }: PlayedStage): Promise<void> {
  const { session } = await sandbox.client.session(enrolmentId);
  assert.equal(session.virtualCardId, undefined);
  if (session.issuerCardRefId !== undefined) {
    assert.deepEqual(await cardInfo(stage, session.issuerCardRefId), { refused: 116 });
  }
  if (!database) return;
  assert.deepEqual(await storedEnrolment(database, enrolmentId), {
    secrets: [],
    cards: 0,
    tokens: [],
    tspTokens: [],
    codes: 0,
  });
}

async function verifyTokenTakenBack({ stage, enrolmentId }: PlayedStage): Promise<void> {
  const { session } = await sandbox.client.session(enrolmentId);
  const virtualCardId = session.virtualCardId ?? assert.fail('the session has no token');
  assert.deepEqual(await cardInfo(stage, session.issuerCardRefId), { [virtualCardId]: 'DELETED' });
  const notice = await until('the notification', async () => {
    const received = await sandbox.client.notifications(stage.issuerId);
    return received.find(({ correlationId }) => correlationId === enrolmentId);
  });
  const { action, source, errorCode } = notice.request;
  assert.deepEqual({ action, source, errorCode }, { action: 'DELETE', source: 'TSP', errorCode: undefined });
  if (!database) return;
  assert.deepEqual(await storedEnrolment(database, enrolmentId), {
    secrets: [],
    cards: 1,
    tokens: ['DELETED'],
    tspTokens: ['DELETED'],
    codes: 0,
  });
}

/** The same card on the same device: refused with 167 if hub or TSP had kept a token of it. */
async function verifyFreshEnrolment({ stage, card }: PlayedStage): Promise<void> {
  const { enrolmentId, enrolment } = await sandbox.client.enrol(card);
  assert.equal(enrolment?.outcome, 'ACTIVATED');
  const { session } = await sandbox.client.session(enrolmentId ?? '');
  const tokens = await cardInfo(stage, session.issuerCardRefId);
  const live = Object.entries(tokens).filter(([, state]) => state !== 'DELETED');
  assert.deepEqual(live, [[enrolment.token?.virtualCardId, 'RESUMED']]);
}

async function verifyCodeNotSent(played: PlayedStage): Promise<void> {
  const { enrolmentId, report } = played;
  const last = report.steps.at(-1);
  assert.equal(last?.result === 'REFUSED' && last.errorCode, 501);
  const { session, exchanges } = await sandbox.client.session(enrolmentId);
  assert.deepEqual([session.step, session.otp, session.refusal], ['VERIFICATION_DUE', undefined, undefined]);
  assert.equal(exchanges.filter(({ operation }) => operation === 'sendOTP').length, 1);
  if (database) {
    const { secrets, tokens, tspTokens, codes } = await storedEnrolment(database, enrolmentId);
    assert.deepEqual(
      { secrets, tokens, tspTokens, codes },
      { secrets: [], tokens: ['INACTIVE'], tspTokens: ['INACTIVE'], codes: 0 },
    );
  }
  await endByCode(enrolmentId);
}

/** Another method is chosen, and the code that comes by it ends the enrolment. */
async function endByCode(enrolmentId: string): Promise<void> {
  await sandbox.client.chooseIdvMethod(enrolmentId, 'email');
  const { enrolment } = await sandbox.client.enterCode(enrolmentId, 'right');
  assert.deepEqual([enrolment?.outcome, enrolment?.token?.state], ['ACTIVATED', 'RESUMED']);
}

/** The states of a card's tokens by virtualCardId, as the hub tells its issuer. */
async function cardInfo({ issuerId }: Stage, issuerCardRefId = ''): Promise<Record<string, unknown>> {
  const { status, body } = await sandbox.client.callHub(issuerId, 'getCardInfo', {
    body: { issuerCardRefId },
  });
  if (status !== 200) return { refused: (body as { responseCode: number }).responseCode };
  const { virtualCardList } = body as { virtualCardList: VirtualCard[] };
  return Object.fromEntries(virtualCardList.map(token => [token.virtualCardId, token.status]));
}
