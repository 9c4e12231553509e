import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import Fastify from 'fastify';
import { builtInTestCard } from '../test-cards.ts';
import { walletSimulatorControl } from './control.ts';
import { startHubStandIn } from './hub-stand-in.fixture.ts';
import { startWalletSimulator } from './simulator.ts';

const folder = await mkdtemp(join(tmpdir(), 'wallet-control-'));
const standIn = await startHubStandIn();
const simulator = await startWalletSimulator({
  host: 'localhost',
  callbackPort: 0,
  identities: standIn.identities,
  hub: standIn.hub,
  stateFile: join(folder, 'wallet-simulator.json'),
  readCode: standIn.readCode,
});
const log: string[] = [];
const app = Fastify({ logger: { level: 'error', stream: { write: line => log.push(line) } } });
await app.register(walletSimulatorControl, { simulator });

beforeEach(() => standIn.reset());
afterEach(() => assert.deepEqual(standIn.faults, []));
after(async () => {
  await app.close();
  await simulator.close();
  await standIn.close();
  await rm(folder, { recursive: true });
});

async function get(path: string) {
  const response = await app.inject({ method: 'GET', url: path });
  return { status: response.statusCode, body: response.json() };
}

async function post(path: string, payload: object) {
  const response = await app.inject({ method: 'POST', url: path, payload });
  return { status: response.statusCode, body: response.json() };
}

test('a script is played and everything the wallet did and saw is answered', async () => {
  standIn.behaviour.decision = 'yellow';
  const { status, body } = await post('/sim/enrolments', {
    wallet: 'APPLE_PAY',
    scheme: 'DOMESTIC',
    pan: builtInTestCard.pan,
    exp: '1230',
    cvv: '123',
    captureMethod: 'MANUAL',
    deviceScore: 4,
    accountScore: 4,
    recommendation: 'yellow',
    reasonCodes: ['0C'],
    device: { tokenStorageId: 'se-1', deviceName: 'Phone' },
    idvChoice: 'sms',
    terms: 'accept',
    provisioning: 'deliver',
    otp: ['wrong', 'right'],
    language: 'en',
  });
  assert.equal(status, 200);
  assert.equal(body.enrolment.enrolmentId, body.enrolmentId);
  assert.equal(body.enrolment.outcome, 'ACTIVATED');
  assert.equal(body.steps.length, 6);
  assert.deepEqual((await get(`/sim/enrolments/${body.enrolmentId}`)).body, body);
});

test('an enrolment is continued step by step', async () => {
  standIn.behaviour.decision = 'yellow';
  const { body: begun } = await post('/sim/enrolments', { wallet: 'ANDROID_PAY', terms: 'none' });
  const path = `/sim/enrolments/${begun.enrolmentId}`;
  await post(`${path}/terms`, { decision: 'accept' });
  await post(`${path}/provisioning`, { result: 'deliver' });
  await post(`${path}/idv-method`, {});
  await post(`${path}/idv-method`, { choice: 'sms-1' });
  await post(`${path}/otp`, { code: 'former' });
  await post(`${path}/otp`, { code: 'wrong' });
  const { status, body } = await post(`${path}/otp`, { code: 'right' });
  assert.equal(status, 200);
  assert.equal(body.enrolment.outcome, 'ACTIVATED');
  assert.deepEqual(
    body.steps.map((step: { act: string }) => step.act),
    [
      'START',
      'ACCEPT_TERMS',
      'DELIVER',
      'CHOOSE_IDV_METHOD',
      'CHOOSE_IDV_METHOD',
      'SUBMIT_OTP',
      'SUBMIT_OTP',
      'SUBMIT_OTP',
    ],
  );
});

test('a refusal of the hub is what the wallet saw, no error of the control call', async () => {
  standIn.behaviour.refusals = { start: { status: 400, errorCode: 163 } };
  const { status, body } = await post('/sim/enrolments', { wallet: 'APPLE_PAY' });
  assert.equal(status, 200);
  assert.deepEqual([body.enrolmentId, body.enrolment], [null, null]);
  assert.equal(body.steps[0].errorCode, 163);
});

test('a token reports events and shows what its device shows', async () => {
  const { body } = await post('/sim/enrolments', { wallet: 'APPLE_PAY' });
  const path = `/sim/tokens/${body.enrolment.token.virtualCardId}`;
  assert.equal((await get(path)).body.state, 'RESUMED');
  const { body: reported } = await post(`${path}/events`, { event: 'DEVICE_LOST' });
  assert.equal(reported.token.state, 'SUSPENDED');
  assert.equal((await post(`${path}/device`, { condition: 'unreachable' })).body.condition, 'unreachable');
  standIn.behaviour.refusals = { event: { status: 409, errorCode: 432 } };
  const { status, body: refused } = await post(`${path}/events`, { event: 'DEVICE_FOUND' });
  assert.equal(status, 200);
  assert.equal(refused.errorCode, 432);
  assert.deepEqual((await get(path)).body, {
    virtualCardId: body.enrolment.token.virtualCardId,
    condition: 'unreachable',
    state: 'SUSPENDED',
    cardLastDigits: builtInTestCard.pan.slice(-4),
    changes: [],
    elements: [],
    messages: [],
  });
});

test('what is not there is 404', async () => {
  assert.equal((await get('/sim/enrolments/unknown')).status, 404);
  assert.equal((await post('/sim/enrolments/unknown/otp', { code: 'right' })).status, 404);
  assert.equal((await get('/sim/tokens/vc-unknown')).status, 404);
  assert.equal((await post('/sim/tokens/vc-unknown/events', { event: 'PIN_LOCKED' })).status, 404);
});

const wrongScripts: [object, string][] = [
  [{}, 'wallet'],
  [{ wallet: 'PAYPAL' }, 'wallet'],
  [{ wallet: 'APPLE_PAY', colour: 'red' }, 'colour'],
  [{ wallet: 'APPLE_PAY', toString: 'x' }, 'toString'],
  [{ wallet: 'APPLE_PAY', scheme: 'MAESTRO' }, 'scheme'],
  [{ wallet: 'APPLE_PAY', pan: 9990100100000000 }, 'pan'],
  [{ wallet: 'APPLE_PAY', pan: '9990' }, 'pan'],
  [{ wallet: 'APPLE_PAY', exp: '1330' }, 'exp'],
  [{ wallet: 'APPLE_PAY', cvv: '12' }, 'cvv'],
  [{ wallet: 'APPLE_PAY', captureMethod: 'manual' }, 'captureMethod'],
  [{ wallet: 'APPLE_PAY', deviceScore: '5' }, 'deviceScore'],
  [{ wallet: 'APPLE_PAY', accountScore: 6 }, 'accountScore'],
  [{ wallet: 'APPLE_PAY', recommendation: null }, 'recommendation'],
  [{ wallet: 'APPLE_PAY', reasonCodes: '0C' }, 'reasonCodes'],
  [{ wallet: 'APPLE_PAY', reasonCodes: ['0CC'] }, 'reasonCodes'],
  [{ wallet: 'APPLE_PAY', device: [] }, 'device'],
  [{ wallet: 'APPLE_PAY', device: { model: 1 } }, 'device.model'],
  [{ wallet: 'APPLE_PAY', device: { colour: 'red' } }, 'device.colour'],
  [{ wallet: 'APPLE_PAY', device: { tokenStorageId: 'x'.repeat(65) } }, 'device.tokenStorageId'],
  [{ wallet: 'APPLE_PAY', idvChoice: '' }, 'idvChoice'],
  [{ wallet: 'APPLE_PAY', terms: true }, 'terms'],
  [{ wallet: 'APPLE_PAY', provisioning: 'DELIVERED' }, 'provisioning'],
  [{ wallet: 'APPLE_PAY', otp: '123456' }, 'otp'],
  [{ wallet: 'APPLE_PAY', otp: ['none'] }, 'otp'],
  [{ wallet: 'APPLE_PAY', knownCard: '' }, 'knownCard'],
  [{ wallet: 'APPLE_PAY', knownCard: 'card-1', pan: builtInTestCard.pan }, 'pan'],
  [{ wallet: 'APPLE_PAY', language: 'eng' }, 'language'],
  [{ wallet: 'ECOM', device: { model: 'x' } }, 'device'],
];

for (const [script, member] of wrongScripts) {
  test(`a script is refused for ${member} in ${Object.keys(script).join(', ') || 'nothing'}`, async () => {
    const { status, body } = await post('/sim/enrolments', script);
    assert.equal(status, 400);
    assert.equal(body.member, member);
    assert.ok(body.message.startsWith(member));
    assert.deepEqual(standIn.received, []);
  });
}

test('continuations are refused alike', async () => {
  const { body } = await post('/sim/enrolments', { wallet: 'APPLE_PAY' });
  const enrolment = `/sim/enrolments/${body.enrolmentId}`;
  const token = `/sim/tokens/${body.enrolment.token.virtualCardId}`;
  const wrong: [string, object, string][] = [
    [`${enrolment}/terms`, { decision: 'none' }, 'decision'],
    [`${enrolment}/provisioning`, {}, 'result'],
    [`${enrolment}/idv-method`, { choice: 1 }, 'choice'],
    [`${enrolment}/otp`, { code: '000001' }, 'code'],
    [`${enrolment}/otp`, { code: 'right', otp: '000001' }, 'otp'],
    [`${token}/events`, { event: 'LOST' }, 'event'],
    [`${token}/device`, { condition: 'off' }, 'condition'],
  ];
  for (const [path, payload, member] of wrong) {
    const refused = await post(path, payload);
    assert.deepEqual([refused.status, refused.body.member], [400, member]);
  }
});

test('no answer repeats a card number, wherever it was put', async () => {
  const { pan } = builtInTestCard;
  const payloads = [
    { wallet: 'APPLE_PAY', pan },
    { wallet: pan },
    { wallet: 'APPLE_PAY', pan: `${pan} ` },
    { wallet: 'APPLE_PAY', [pan]: 1 },
    { wallet: 'APPLE_PAY', device: { [pan]: 'x' } },
    [pan],
  ].map(payload => JSON.stringify(payload));
  for (const payload of [...payloads, `{"pan":"${pan}"`, `${pan}x`, `"${pan}"`]) {
    const { body } = await app.inject({
      method: 'POST',
      url: '/sim/enrolments',
      headers: { 'content-type': 'application/json' },
      payload,
    });
    assert.ok(!body.includes(pan), body.replaceAll(pan, '(the number)'));
  }
});

test('what is no JSON object is refused', async () => {
  const send = async (payload: string, type = 'application/json') => {
    const headers = { 'content-type': type };
    const response = await app.inject({ method: 'POST', url: '/sim/enrolments', headers, payload });
    return [response.statusCode, response.json().message];
  };
  assert.deepEqual(await send('[]'), [400, 'The body must be a JSON object']);
  assert.deepEqual(await send('{"wallet"'), [400, 'The body is not JSON']);
  assert.deepEqual(await send('<wallet/>', 'text/xml'), [415, 'The body must be application/json']);
  assert.deepEqual(await send(`"${'x'.repeat(2_000_000)}"`), [413, 'The body is too large']);
});

test('a hub that cannot be asked is 502, with how it refused', async () => {
  const { body } = await post('/sim/enrolments', { wallet: 'APPLE_PAY' });
  standIn.behaviour.refusals = { view: { status: 503, errorCode: 921 } };
  const answer = await get(`/sim/enrolments/${body.enrolmentId}`);
  assert.equal(answer.status, 502);
  assert.deepEqual(answer.body.hub, { status: 503, errorCode: 921 });
});

test('a fault of the simulator is 500 without a word of it, and logged', async t => {
  t.mock.method(simulator, 'enrol', () => Promise.reject(new Error('the disk is full')));
  const { status, body } = await post('/sim/enrolments', { wallet: 'APPLE_PAY' });
  assert.deepEqual([status, body], [500, { message: 'The wallet simulator failed; its log says why' }]);
  assert.match(log.join(), /the disk is full/);
});
