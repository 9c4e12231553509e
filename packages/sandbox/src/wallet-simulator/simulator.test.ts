import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import { Agent, request } from 'undici';
import { builtInTestCard } from '../test-cards.ts';
import { startHubStandIn } from './hub-stand-in.fixture.ts';
import { startWalletSimulator } from './simulator.ts';
import type { EnrolmentReport } from './wallet-enrolment.ts';

const folder = await mkdtemp(join(tmpdir(), 'wallet-simulator-'));
const standIn = await startHubStandIn();
const options = {
  host: 'localhost',
  callbackPort: 0,
  identities: standIn.identities,
  hub: standIn.hub,
  stateFile: join(folder, 'wallet-simulator.json'),
  readCode: standIn.readCode,
  now: () => new Date('2026-11-22T12:00:00Z'),
};
const simulator = await startWalletSimulator(options);

beforeEach(() => standIn.reset());
afterEach(() => assert.deepEqual(standIn.faults, []));
after(async () => {
  await simulator.close();
  await standIn.close();
  await rm(folder, { recursive: true });
});

/** What the wallet did, and what came of it where it was not an answer. */
const story = ({ steps }: EnrolmentReport) =>
  steps.map(({ act, result }) => (result === 'ANSWERED' ? act : `${act} ${result}`));

const otpResults = ({ steps }: EnrolmentReport) =>
  steps.flatMap(step => (step.result === 'ANSWERED' ? (step.saw.otpResult ?? []) : []));

const virtualCardIdOf = ({ enrolment }: EnrolmentReport) => enrolment?.token?.virtualCardId ?? '';

test('green: the token is active after provisioning, and the card came sealed for the hub', async () => {
  const report = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.deepEqual(story(report), ['START', 'ACCEPT_TERMS', 'DELIVER']);
  assert.equal(report.enrolment?.outcome, 'ACTIVATED');
  assert.deepEqual(standIn.session(report.enrolmentId).card, {
    fpan: builtInTestCard.pan,
    exp: builtInTestCard.exp,
    cvv: builtInTestCard.cvv,
  });
  assert.equal(simulator.device(virtualCardIdOf(report))?.state, 'RESUMED');
});

test('the script says what the hub is told', async () => {
  const report = await simulator.enrol({
    wallet: 'APPLE_PAY',
    pan: '4111111111111111',
    exp: '0131',
    cvv: '987',
    captureMethod: 'CAMERA',
    recommendation: 'orange',
    reasonCodes: ['0C', '0H'],
    deviceScore: 2,
    accountScore: 3,
    device: { tokenStorageId: 'se-1', deviceName: 'Old phone' },
    language: 'no',
  });
  const { start, card } = standIn.session(report.enrolmentId);
  assert.deepEqual(card, { fpan: '4111111111111111', exp: '0131', cvv: '987' });
  assert.equal(start.tokenRequestorId, '40010030273');
  assert.equal(start.tokenType, 'EMBEDDED_SE');
  assert.equal(start.tokenStorageId, 'se-1');
  assert.equal(start.language, 'no');
  assert.deepEqual(start.cardCaptureInformation, { captureMethod: 'CAMERA' });
  assert.deepEqual(start.scoringInformation, {
    levelOfTrust: 'orange',
    reasonCodes: ['0C', '0H'],
    deviceScore: '2',
    accountScore: '3',
  });
  assert.equal(start.deviceInformation?.tokenStorageId, 'se-1');
  assert.equal(start.deviceInformation?.deviceName, 'Old phone');
  assert.equal(start.deviceInformation?.language, 'no');
});

test('the terms that were shown are accepted, at the time of the wallet', async () => {
  await simulator.enrol({ wallet: 'ANDROID_PAY' });
  assert.deepEqual(standIn.received.find(({ operation }) => operation === 'terms')?.body, {
    accepted: true,
    termsId: 'terms-1',
    version: '3',
    acceptedDate: '2026-11-22T12:00:00.000Z',
  });
});

test('a merchant enrols under its own certificate, without a device', async () => {
  for (const wallet of ['NETFLIX', 'ECOM'] as const) {
    const { requestorId, start, card } = standIn.session((await simulator.enrol({ wallet })).enrolmentId);
    assert.equal(requestorId, 'merchant');
    assert.equal(start.tokenType, 'CARD_ON_FILE');
    assert.ok(!('deviceInformation' in start) && !('tokenStorageId' in start));
    assert.deepEqual(card, { fpan: builtInTestCard.pan, exp: builtInTestCard.exp });
  }
});

test('yellow: the code comes to the phone, is typed in, and the token is active', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'SPAYHCE' });
  assert.deepEqual(story(report), ['START', 'ACCEPT_TERMS', 'DELIVER', 'CHOOSE_IDV_METHOD', 'SUBMIT_OTP']);
  assert.equal(report.enrolment?.outcome, 'ACTIVATED');
  assert.deepEqual(otpResults(report), ['SUCCESS']);
});

test('a wrong code is tried as often as the script says', async () => {
  standIn.behaviour.decision = 'yellow';
  const thrice = await simulator.enrol({ wallet: 'APPLE_PAY', otp: ['wrong', 'wrong', 'wrong'] });
  assert.deepEqual(otpResults(thrice), [
    'INCORRECT_CODE',
    'INCORRECT_CODE',
    'INCORRECT_CODE_RETRIES_EXCEEDED',
  ]);
  assert.equal(thrice.enrolment?.step, 'VERIFICATION_DUE');
  const corrected = await simulator.enrol({ wallet: 'APPLE_PAY', otp: ['wrong', 'right', 'right'] });
  assert.deepEqual(otpResults(corrected), ['INCORRECT_CODE', 'SUCCESS']);
});

test('after a new code the former one is wrong', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'APPLE_PAY', otp: 'none' });
  const enrolment = await simulator.enrolment(report.enrolmentId ?? '');
  assert.ok(enrolment);
  await enrolment.submitCode('former');
  await enrolment.chooseIdvMethod('sms');
  await enrolment.submitCode('former');
  await enrolment.submitCode('right');
  assert.deepEqual(story(enrolment.report()).slice(4), [
    'SUBMIT_OTP NOT_DONE',
    'CHOOSE_IDV_METHOD',
    'SUBMIT_OTP',
    'SUBMIT_OTP',
  ]);
  assert.deepEqual(otpResults(enrolment.report()), ['INCORRECT_CODE', 'SUCCESS']);
});

test('a code that could not be sent is not counted', async () => {
  standIn.behaviour.decision = 'yellow';
  standIn.behaviour.refusals = { 'idv-method': { status: 409, errorCode: 501 } };
  const report = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.deepEqual(report.steps.at(-1), {
    act: 'CHOOSE_IDV_METHOD',
    told: { id: 'sms-1', type: 'cell_phone' },
    result: 'REFUSED',
    status: 409,
    errorCode: 501,
    message: `POST /enrolments/${report.enrolmentId}/idv-method: Refused with 501`,
  });
  standIn.behaviour.refusals = {};
  const enrolment = await simulator.enrolment(report.enrolmentId ?? '');
  await enrolment?.chooseIdvMethod('sms');
  await enrolment?.submitCode('right');
  assert.equal(enrolment?.report().enrolment?.outcome, 'ACTIVATED');
});

test('a code is found although the answer to the choice was lost', async () => {
  standIn.behaviour.decision = 'yellow';
  standIn.behaviour.refusals = { 'idv-method': 'break' };
  const report = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.deepEqual(story(report).slice(3), ['CHOOSE_IDV_METHOD UNANSWERED']);
  const enrolment = await simulator.enrolment(report.enrolmentId ?? '');
  await enrolment?.submitCode('right');
  assert.equal(enrolment?.view.outcome, 'ACTIVATED');
});

test('another way in between does not void the code that was sent', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'APPLE_PAY', otp: 'none' });
  const enrolment = await simulator.enrolment(report.enrolmentId ?? '');
  await enrolment?.chooseIdvMethod('app');
  await enrolment?.submitCode('right');
  assert.equal(enrolment?.view.outcome, 'ACTIVATED');
});

test('what the issuer ends elsewhere is left pending, and seen when it has ended', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'APPLE_PAY', idvChoice: 'app' });
  assert.deepEqual(story(report).slice(3), ['CHOOSE_IDV_METHOD']);
  assert.equal(report.enrolment?.step, 'VERIFICATION_DUE');
  const session = standIn.session(report.enrolmentId);
  session.view = { ...session.view, step: 'ENDED', outcome: 'ACTIVATED' };
  const later = await simulator.enrolment(report.enrolmentId ?? '');
  assert.equal(later?.report().enrolment?.outcome, 'ACTIVATED');
  assert.equal(later?.report().steps.length, 4);
});

test('a method that is not offered is not chosen, and what is offered is told', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'APPLE_PAY', idvChoice: '3ds' });
  assert.deepEqual(report.steps.at(-1), {
    act: 'CHOOSE_IDV_METHOD',
    told: {},
    result: 'NOT_DONE',
    message: 'No such method is offered. Offered: fax-1 (fax), sms-1 (cell_phone), app-1 (bank_app)',
  });
});

test('the cardholder stops where the script says', async () => {
  standIn.behaviour.decision = 'yellow';
  const stops = [
    [{ terms: 'none' }, 'TERMS_DUE', ['START']],
    [{ provisioning: 'none' }, 'PROVISIONING_DUE', ['START', 'ACCEPT_TERMS']],
    [{ idvChoice: 'none' }, 'VERIFICATION_DUE', ['START', 'ACCEPT_TERMS', 'DELIVER']],
    [{ otp: 'none' }, 'VERIFICATION_DUE', ['START', 'ACCEPT_TERMS', 'DELIVER', 'CHOOSE_IDV_METHOD']],
  ] as const;
  for (const [script, step, acts] of stops) {
    const report = await simulator.enrol({ wallet: 'APPLE_PAY', ...script });
    assert.equal(report.enrolment?.step, step);
    assert.deepEqual(story(report), acts);
  }
});

test('declined terms, a red decision and failed provisioning end the enrolment', async () => {
  const declined = await simulator.enrol({ wallet: 'APPLE_PAY', terms: 'decline' });
  assert.deepEqual(story(declined), ['START', 'DECLINE_TERMS']);
  assert.equal(declined.enrolment?.outcome, 'TERMS_DECLINED');

  const failed = await simulator.enrol({ wallet: 'APPLE_PAY', provisioning: 'fail' });
  assert.deepEqual(story(failed), ['START', 'ACCEPT_TERMS', 'FAIL_PROVISIONING']);
  const cancelled = await simulator.enrol({ wallet: 'APPLE_PAY', provisioning: 'cancel' });
  assert.deepEqual(story(cancelled), ['START', 'ACCEPT_TERMS', 'CANCEL_PROVISIONING']);
  const reported = standIn.received.filter(({ operation }) => operation === 'provisioning');
  assert.deepEqual(
    reported.map(({ body }) => body),
    [{ result: 'FAILED' }, { result: 'CANCELLED' }],
  );

  standIn.behaviour.decision = 'red';
  const red = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.deepEqual(red.steps.at(-1), {
    act: 'ACCEPT_TERMS',
    told: standIn.received.findLast(({ operation }) => operation === 'terms')?.body,
    result: 'ANSWERED',
    saw: {
      step: 'ENDED',
      outcome: 'DECLINED',
      refusal: { kind: 'DECLINED', code: 170, message: 'Declined by the issuer' },
      decision: 'red',
    },
  });
});

test('a second device names the card as the first one did; silently, by nothing else', async () => {
  const first = await simulator.enrol({ wallet: 'APPLE_PAY' });
  const second = await simulator.enrol({ wallet: 'APPLE_PAY' });
  const { walletCardRefId = '', tokenStorageId } = standIn.session(first.enrolmentId).start;
  assert.equal(standIn.session(second.enrolmentId).start.walletCardRefId, walletCardRefId);
  assert.notEqual(standIn.session(second.enrolmentId).start.tokenStorageId, tokenStorageId);

  const silent = await simulator.enrol({ wallet: 'APPLE_PAY', knownCard: walletCardRefId });
  const { start } = standIn.session(silent.enrolmentId);
  assert.equal(start.walletCardRefId, walletCardRefId);
  assert.ok(!('cipheredCardInfo' in start) && !('publicKeyIdentifier' in start));
});

test('an enrolment that the hub does not let begin has no id, only the step', async () => {
  standIn.behaviour.refusals = { start: { status: 400, errorCode: 163 } };
  const refused = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.equal(refused.enrolmentId, null);
  assert.deepEqual(story(refused), ['START REFUSED']);
  standIn.behaviour.refusals = { start: 'break' };
  assert.deepEqual(story(await simulator.enrol({ wallet: 'APPLE_PAY' })), ['START UNANSWERED']);
});

test('an answer that is lost on the way leaves the enrolment where the wallet saw it last', async () => {
  standIn.behaviour.refusals = { terms: 'break' };
  const report = await simulator.enrol({ wallet: 'APPLE_PAY' });
  assert.deepEqual(story(report), ['START', 'ACCEPT_TERMS UNANSWERED']);
  assert.equal(report.enrolment?.step, 'TERMS_DUE');
  standIn.behaviour.refusals = {};
  const enrolment = await simulator.enrolment(report.enrolmentId ?? '');
  assert.equal(enrolment?.view.step, 'PROVISIONING_DUE');
});

test('an answer that is not in the API is a fault of the hub', async () => {
  standIn.behaviour.answers = { terms: {} };
  await assert.rejects(simulator.enrol({ wallet: 'APPLE_PAY' }), { status: 200 });
});

test('no step repeats card data or codes', async () => {
  standIn.behaviour.decision = 'yellow';
  const report = await simulator.enrol({ wallet: 'APPLE_PAY', otp: ['wrong', 'right'] });
  const told = JSON.stringify(report);
  const code = standIn.session(report.enrolmentId).codes[0] ?? '';
  const { cipheredCardInfo = '' } = standIn.session(report.enrolmentId).start;
  for (const secret of [builtInTestCard.pan, cipheredCardInfo, `"${code}"`])
    assert.ok(!told.includes(secret));
  assert.ok(told.includes(`(the card that ends in ${builtInTestCard.pan.slice(-4)})`));
});

test('an enrolment goes on after the simulator was restarted, for wallets and merchants', async () => {
  standIn.behaviour.decision = 'yellow';
  const reports = [
    await simulator.enrol({ wallet: 'APPLE_PAY', idvChoice: 'none' }),
    await simulator.enrol({ wallet: 'ECOM', idvChoice: 'none' }),
  ];
  const restarted = await startWalletSimulator(options);
  for (const { enrolmentId } of reports) {
    const enrolment = await restarted.enrolment(enrolmentId ?? '');
    await enrolment?.chooseIdvMethod('sms');
    await enrolment?.submitCode('right');
    assert.equal(enrolment?.view.outcome, 'ACTIVATED');
    assert.deepEqual(enrolment && story(enrolment.report()), ['CHOOSE_IDV_METHOD', 'SUBMIT_OTP']);
  }
  await restarted.close();
});

test('events reach the hub for wallets and merchants, and the device hears what came of them', async () => {
  for (const wallet of ['ANDROID_PAY', 'NETFLIX'] as const) {
    const virtualCardId = virtualCardIdOf(await simulator.enrol({ wallet }));
    const reported = await simulator.reportTokenEvent(virtualCardId, { event: 'DEVICE_LOST' });
    assert.ok(reported?.result === 'ANSWERED' && reported.token.state === 'SUSPENDED');
    assert.equal(simulator.device(virtualCardId)?.state, 'SUSPENDED');
  }
});

test('an event that the hub refuses changes nothing on the device', async () => {
  const virtualCardId = virtualCardIdOf(await simulator.enrol({ wallet: 'APPLE_PAY' }));
  standIn.behaviour.refusals = { event: { status: 409, errorCode: 432 } };
  const reported = await simulator.reportTokenEvent(virtualCardId, { event: 'DEVICE_LOST' });
  assert.ok(reported?.result === 'REFUSED' && reported.errorCode === 432);
  assert.equal(simulator.device(virtualCardId)?.state, 'RESUMED');
});

test('what nobody knows is undefined', async () => {
  assert.equal(await simulator.enrolment('unknown'), undefined);
  assert.equal(await simulator.reportTokenEvent('vc-unknown', { event: 'DEVICE_LOST' }), undefined);
  assert.equal(simulator.device('vc-unknown'), undefined);
});

test('the hub puts changes on the device of a token that was enrolled', async () => {
  const virtualCardId = virtualCardIdOf(await simulator.enrol({ wallet: 'APPLE_PAY' }));
  const agent = new Agent({
    connect: {
      ca: standIn.identities.wallet.server.certificatePem,
      cert: standIn.client.certificatePem,
      key: standIn.client.privateKeyPem,
    },
  });
  const { statusCode } = await request(`${simulator.callbackBase}/token-changes`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      correlationId: 'correlation-1',
      virtualCardId,
      action: 'SUSPEND',
      state: 'SUSPENDED',
      cardLastDigits: '0003',
    }),
  });
  await agent.destroy();
  assert.equal(statusCode, 204);
  assert.equal(simulator.device(virtualCardId)?.state, 'SUSPENDED');
  assert.equal(simulator.device(virtualCardId)?.changes.length, 1);
});

test('closing does not wait for what is under way', async () => {
  const closing = await startWalletSimulator(options);
  standIn.behaviour.refusals = { start: 'silence' };
  const arrived = standIn.nextMessage();
  const enrolling = closing.enrol({ wallet: 'APPLE_PAY' });
  await arrived;
  await closing.close();
  assert.deepEqual(story(await enrolling), ['START UNANSWERED']);
});
