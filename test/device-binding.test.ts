import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type BrokenAnswer, type Fault, faultInWords } from '@countermark/sandbox/reference-issuer/faults';
import type { BindingView } from '@countermark/wire/token-requestor/binding';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { runCommand } from '../packages/cli/src/command-line.fixture.ts';
import { changeIssuerSettings } from './support/issuer-settings.ts';
import type { RawAnswer } from './support/raw-https.ts';
import {
  gatherParties,
  type TestIssuer,
  type TestParties,
  type TestRequestor,
  type TestToken,
} from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** Binding of card-on-file tokens to devices: what a requestor may ask for, and what an issuer may do to the question. */

let sandbox: TestSandbox;
let parties: TestParties;
let wallet: TestRequestor;
let merchant: TestRequestor;
let issuer: TestIssuer;

/** A busy machine is no time-out. */
const patient = { connectTimeout: 10_000, answerTimeout: 10_000 };

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  wallet = parties.requestor('wallet');
  merchant = parties.requestor('merchant');
  issuer = parties.issuer('CMISSUER01');
  await changeIssuerSettings(sandbox, patient);
});

after(async () => {
  parties?.close();
  await sandbox?.close();
});

const enrol = (exp = '1230') => parties.enrol({ wallet: 'NETFLIX', exp });

const device = (members: Record<string, unknown> = {}) => ({
  tokenStorageId: randomUUID(),
  walletUserInformation: { walletUserId: 'user-1' },
  deviceInformation: { tokenStorageType: 'PHONE', deviceName: "Kari's phone" },
  authenticatorInfo: { type: 'FIDO', level: '2' },
  ...members,
});

const ask = ({ virtualCardId }: TestToken, members?: Record<string, unknown>, by = merchant) =>
  by.post(`/tokens/${virtualCardId}/bindings`, device(members));

const remove = (bindingId: string, by = merchant) =>
  by.line.call(`/bindings/${bindingId}`, { method: 'DELETE' });

function viewIn(answer: RawAnswer, status = 200): BindingView {
  assert.equal(answer.status, status, answer.text);
  return answer.json as BindingView;
}

async function listed({ virtualCardId }: TestToken): Promise<BindingView[]> {
  const { json } = await merchant.get(`/tokens/${virtualCardId}/bindings`);
  return (json as { bindings: BindingView[] }).bindings;
}

/** A binding whose cardholder has to be verified. */
const yellow = async () => {
  const token = await enrol('1231');
  return { token, binding: viewIn(await ask(token), 201) };
};

function assertRefused(answer: RawAnswer, status: number, code: number, naming?: string): void {
  const { errorCode, errorMessage, ...more } = answer.json as { errorCode: number; errorMessage: string };
  assert.deepEqual([answer.status, errorCode, more], [status, code, {}], answer.text.slice(0, 200));
  if (naming !== undefined) assert.match(errorMessage, new RegExp(`\\b${naming}\\b`));
}

/** What the issuer was told of a token's bindings: action, error code, whether there is a reference. */
async function told(token: TestToken): Promise<string[]> {
  const callbacks = await issuer.toldOf(token);
  const notices = callbacks.map(({ request }) => request as Record<string, unknown> & { action: string });
  return notices
    .filter(({ action }) => action.startsWith('DEVICE_'))
    .map(({ action, errorCode, deviceBindingReference }) =>
      [action, errorCode, deviceBindingReference && 'with its reference'].filter(Boolean).join(' '),
    );
}

describe('what may be asked for', () => {
  test('a token that is unknown, or another requestor’s: 404 with 119, in one text', async () => {
    const token = await enrol();
    const unknown = await merchant.post('/tokens/no-such-token/bindings', device());
    assertRefused(unknown, 404, 119);
    assert.equal((await ask(token, {}, wallet)).text, unknown.text);
    assert.equal((await wallet.get(`/tokens/${token.virtualCardId}/bindings`)).text, unknown.text);
    assert.deepEqual(await listed(token), []);
  });

  test('a token that lives on a device, one that is suspended, one that is gone: 409 with 432', async () => {
    const onPhone = await parties.enrol();
    assertRefused(await ask(onPhone, {}, wallet), 409, 432);
    const token = await enrol();
    const event = (name: string) => merchant.post(`/tokens/${token.virtualCardId}/events`, { event: name });
    await event('DEVICE_LOST');
    assertRefused(await ask(token), 409, 432);
    await event('DELETED_IN_WALLET');
    assertRefused(await ask(token), 409, 432);
    assert.deepEqual(await listed(token), []);
  });

  test('one binding at a time: 409 with 321; each device once: 409 with 432', async () => {
    const { token, binding } = await yellow();
    assertRefused(await ask(token), 409, 321);
    assert.deepEqual(await listed(token), [binding]);
    const green = await enrol();
    const { tokenStorageId } = viewIn(await ask(green), 201);
    assertRefused(await ask(green, { tokenStorageId }), 409, 432);
    assert.equal(viewIn(await ask(green), 201).state, 'BOUND');
    assert.equal((await listed(green)).length, 2);
  });

  const wrong: [why: string, members: Record<string, unknown>, code: number, naming: string][] = [
    ['no device', { tokenStorageId: null }, 111, 'tokenStorageId'],
    ['a device with a name that is too long', { tokenStorageId: 'x'.repeat(65) }, 112, 'tokenStorageId'],
    ['nobody', { walletUserInformation: null }, 111, 'walletUserInformation'],
    ['a user without id', { walletUserInformation: {} }, 111, 'walletUserId'],
    ['nothing of the device', { deviceInformation: null }, 111, 'deviceInformation'],
    ['a device that is a text', { deviceInformation: 'phone' }, 112, 'deviceInformation'],
    [
      'an authentication at no time',
      { recentAuthenticationInformation: { method: 'FIDO', date: 'yesterday' } },
      112,
      'date',
    ],
    ['an authenticator that is a list', { authenticatorInfo: [] }, 112, 'authenticatorInfo'],
  ];
  test('wrong members: 400 that names the member, and nobody is asked', async () => {
    const token = await enrol();
    for (const [why, members, code, naming] of wrong) {
      const answer = await ask(token, members);
      assert.equal(answer.status, 400, why);
      assertRefused(answer, 400, code, naming);
    }
    assert.deepEqual(await listed(token), []);
  });

  test('what is no JSON, of another type, too large, or by another verb', async () => {
    const { virtualCardId } = await enrol();
    const path = `/tokens/${virtualCardId}/bindings`;
    const json = { 'content-type': 'application/json' };
    assertRefused(await merchant.line.call(path, { headers: json, body: '{' }), 400, 112);
    assertRefused(
      await merchant.line.call(path, { headers: { 'content-type': 'text/plain' }, body: '{}' }),
      415,
      112,
    );
    const huge = JSON.stringify(device({ filling: 'x'.repeat(70_000) }));
    assertRefused(await merchant.line.call(path, { headers: json, body: huge }), 413, 112);
    assertRefused(await merchant.line.call(path, { method: 'PUT', headers: json, body: '{}' }), 405, 112);
    assertRefused(
      await merchant.line.call('/bindings/x', { method: 'POST', headers: json, body: '{}' }),
      405,
      112,
    );
  });

  test('a certificate that belongs to no requestor: 403 with 113', async () => {
    const line = parties.stranger(null, sandbox.description.hub.tokenRequestorUrl);
    for (const [path, method] of [
      ['/tokens/x/bindings', 'POST'],
      ['/bindings/x', 'GET'],
      ['/bindings/x', 'DELETE'],
    ] as const) {
      assertRefused(await line.call(path, { method }), 403, 113);
    }
  });
});

describe('a binding under way', () => {
  test('is unknown to other requestors, and stays as it is', async () => {
    const { token, binding } = await yellow();
    const { bindingId } = binding;
    const unknown = await merchant.get('/bindings/no-such-binding');
    assertRefused(unknown, 404, 118);
    const answers = [
      await wallet.get(`/bindings/${bindingId}`),
      await wallet.post(`/bindings/${bindingId}/idv-method`, { id: 'cell-phone' }),
      await wallet.post(`/bindings/${bindingId}/otp`, { otp: '123456' }),
      await remove(bindingId, wallet),
      await merchant.get('/bindings/%2e%2e%2ftokens'),
    ];
    for (const { status, text } of answers) assert.deepEqual([status, text], [404, unknown.text]);
    assert.deepEqual(await listed(token), [binding]);
    assert.deepEqual(viewIn(await merchant.get(`/bindings/${bindingId}`)), binding);
  });

  test('takes no method that is not offered, no code before one was sent, and nothing malformed', async () => {
    const { token, binding } = await yellow();
    const path = `/bindings/${binding.bindingId}`;
    assertRefused(await merchant.post(`${path}/idv-method`, { id: 'bank-app' }), 400, 112, 'id');
    assertRefused(await merchant.post(`${path}/idv-method`, {}), 400, 111, 'id');
    assertRefused(await merchant.post(`${path}/otp`, { otp: '123456' }), 409, 432);
    for (const otp of ['12', 'abcdef', '123456789', '']) {
      assertRefused(await merchant.post(`${path}/otp`, { otp }), 400, 112, 'otp');
    }
    assertRefused(await merchant.post(`${path}/otp`, {}), 400, 111, 'otp');
    assert.deepEqual(await listed(token), [binding]);
    assert.deepEqual(
      (await issuer.journal(binding.bindingId)).map(({ operation }) => operation),
      ['requestDeviceBinding'],
    );
  });

  test('sends three codes and no more', async () => {
    const { binding } = await yellow();
    const path = `/bindings/${binding.bindingId}`;
    for (const id of ['cell-phone', 'email', 'cell-phone']) {
      viewIn(await merchant.post(`${path}/idv-method`, { id }));
    }
    assertRefused(await merchant.post(`${path}/idv-method`, { id: 'email' }), 409, 432);
    const otp = await issuer.lastCode(binding.bindingId);
    const { json } = await merchant.post(`${path}/otp`, { otp });
    assert.deepEqual(
      [(json as { result: string }).result, (json as { binding: BindingView }).binding.state],
      ['SUCCESS', 'BOUND'],
    );
  });

  test('once it has ended takes nothing more: 409 with 432', async () => {
    const { token, binding } = await yellow();
    const { bindingId } = binding;
    assert.equal(viewIn(await remove(bindingId)).state, 'FAILED');
    const answers = [
      await merchant.post(`/bindings/${bindingId}/idv-method`, { id: 'cell-phone' }),
      await merchant.post(`/bindings/${bindingId}/otp`, { otp: '123456' }),
      await remove(bindingId),
    ];
    for (const answer of answers) assertRefused(answer, 409, 432);
    await until('the notice', async () => (await told(token)).length > 0);
    assert.deepEqual(await told(token), ['DEVICE_BOUND 323']);
  });
});

test('what is told of a binding: its reference in every message, how the cardholder is authenticated at its end', async () => {
  const { token, binding } = await yellow();
  const { bindingId, tokenStorageId } = binding;
  await merchant.post(`/bindings/${bindingId}/idv-method`, { id: 'cell-phone' });
  await merchant.post(`/bindings/${bindingId}/otp`, { otp: await issuer.lastCode(bindingId) });
  const { deviceBindingReference } = viewIn(await merchant.get(`/bindings/${bindingId}`));
  viewIn(await remove(bindingId));
  const [bound] = await issuer.awaitCallbacks(bindingId, 1);
  const { json } = await merchant.get(`/tokens/${token.virtualCardId}`);
  const { walletCardRefId, walletVirtualCardId } = json as TokenOfRequestor;
  assert.deepEqual(bound?.request, {
    issuerCardRefId: token.issuerCardRefId,
    virtualCardId: token.virtualCardId,
    walletProviderId: 'NETFLIX',
    walletCardRefId,
    walletVirtualCardId,
    tokenRequestor: { id: '40010075839' },
    isPrimary: true,
    action: 'DEVICE_BOUND',
    deviceBindingReference,
    authenticatorInfo: { type: 'FIDO', level: '2' },
    source: 'TSP',
  });
  const [asked, code] = await issuer.journal(bindingId);
  assert.deepEqual(asked?.request, {
    deviceBindingReference,
    virtualCardId: token.virtualCardId,
    walletProviderId: 'NETFLIX',
    issuerCardRefId: token.issuerCardRefId,
    walletUserInformation: { walletUserId: 'user-1' },
    deviceInformation: { tokenStorageId, tokenStorageType: 'PHONE', deviceName: "Kari's phone" },
    tokenRequestor: { id: '40010075839' },
  });
  assert.deepEqual(
    [code?.operation, code?.request['deviceBindingReference']],
    ['sendOTP', deviceBindingReference],
  );
  await until('both notices', async () => (await told(token)).length === 2);
  assert.deepEqual(await told(token), [
    'DEVICE_BOUND with its reference',
    'DEVICE_UNBOUND with its reference',
  ]);
});

test('on MDES: asked under a provisional reference and told under the final one, with what Mastercard adds', async () => {
  const token = await parties.enrol({ wallet: 'NETFLIX' }, 'DEMO-MASTERCARD');
  const extras = {
    scoringInformation: { levelOfTrust: 'green', deviceScore: '4' },
    recentAuthenticationInformation: { method: 'FIDO', date: '2026-11-22T09:59:00Z' },
  };
  const { bindingId, deviceBindingReference } = viewIn(await ask(token, extras), 201);
  const [bound] = await issuer.awaitCallbacks(bindingId, 1);
  const [asked] = await issuer.journal(bindingId);
  const { scoringInformation, recentAuthenticationInformation } = asked?.request ?? {};
  assert.deepEqual({ scoringInformation, recentAuthenticationInformation }, extras);
  assert.notEqual(asked?.request['deviceBindingReference'], deviceBindingReference);
  assert.equal(
    (bound?.request as Record<string, unknown> | undefined)?.['deviceBindingReference'],
    deviceBindingReference,
  );
});

// --- An issuer that fails ----------------------------------------------------------------------------------------------

type End = { kind: 'DECLINED' | 'TECHNICAL'; code: number };

const declined = (code: number): End => ({ kind: 'DECLINED', code });
const technical = (code: number): End => ({ kind: 'TECHNICAL', code });

const brokenQuestion: readonly (readonly [Fault, End])[] = [
  ['500', technical(921)],
  ['reset', technical(921)],
  ['wrong-content-type', technical(911)],
  ['huge-body', technical(911)],
  ['missing-field', technical(911)],
];
const codes = (list: readonly number[], end: (code: number) => End) =>
  list.map(code => [{ responseCode: code }, end(code)] as const);

/** Every documented code; 191 is 158 in the TSP dialect, 777 is in no table. */
const refusals: readonly (readonly [Fault, End])[] = [
  ...codes([111, 112, 113, 114, 115, 116, 117, 118, 119, 158, 159, 160, 161], declined),
  ...codes([163, 164, 165, 166, 167, 170, 432, 501, 510, 777], declined),
  [{ responseCode: 191 }, declined(158)],
  ...codes([221, 231, 232, 321, 322, 323, 911, 921], technical),
];

type Operation = 'requestDeviceBinding' | 'getIDnVMethodList' | 'sendOTP';

async function befall(operation: Operation, fault: Fault): Promise<void> {
  await sandbox.client.injectFault(issuer.issuerId, { operation, fault, times: 1 });
}

/** Refused to the requestor; the token is as it was, and the device can be bound at once. */
async function verifyRefused(token: TestToken, binding: BindingView, end: End): Promise<void> {
  const { kind, code } = binding.refusal ?? {};
  assert.deepEqual({ state: binding.state, kind, code }, { state: 'REFUSED', ...end });
  const { exchanges, bindings, token: seen } = await sandbox.client.token(token.virtualCardId);
  assert.deepEqual([seen.state, bindings.length], ['RESUMED', 1]);
  assert.equal(exchanges.filter(({ operation }) => operation === 'requestDeviceBinding').length, 1);
  const again = viewIn(await ask(token, { tokenStorageId: binding.tokenStorageId }), 201);
  assert.equal(again.state, 'BOUND');
  await until('the notice', async () => (await told(token)).length > 0);
  assert.deepEqual(
    await told(token),
    ['DEVICE_BOUND with its reference'],
    'nothing is told of what was refused',
  );
}

describe('requestDeviceBinding', () => {
  for (const [fault, end] of [
    ...brokenQuestion,
    ...refusals,
    ['unknown-level-of-trust', declined(170)] as const,
  ]) {
    test(`${faultInWords(fault)}: refused with ${end.code}`, async () => {
      const token = await enrol();
      await befall('requestDeviceBinding', fault);
      await verifyRefused(token, viewIn(await ask(token), 201), end);
    });
  }

  test('no answer, or one that never ends: refused with 921', async () => {
    const faults = ['timeout', 'slow-drip'] as const satisfies readonly BrokenAnswer[];
    for (const fault of faults) {
      const token = await enrol();
      await changeIssuerSettings(sandbox, { answerTimeout: 1_000 });
      await befall('requestDeviceBinding', fault);
      const binding = viewIn(await ask(token), 201);
      await changeIssuerSettings(sandbox, patient);
      await verifyRefused(token, binding, technical(921));
    }
  });
});

describe('getIDnVMethodList in a binding', () => {
  for (const [fault, end] of [
    ...brokenQuestion,
    ...codes([116, 510, 777], declined),
    ...codes([911, 921], technical),
  ]) {
    test(`${faultInWords(fault)}: failed, and the issuer, who asked for verification, is told`, async () => {
      const token = await enrol('1231');
      await renew(token, '1233');
      await befall('getIDnVMethodList', fault);
      const { state, refusal } = viewIn(await ask(token), 201);
      assert.deepEqual([state, refusal?.kind, refusal?.code], ['FAILED', end.kind, end.code]);
      await until('the notice', async () => (await told(token)).length > 0);
      assert.deepEqual(await told(token), [`DEVICE_BOUND ${end.code}`]);
      assert.equal(viewIn(await ask(token), 201).state, 'VERIFICATION_DUE');
    });
  }
});

describe('sendOTP in a binding', () => {
  for (const fault of [
    '500',
    'reset',
    ...[501, 911, 921, 116].map(responseCode => ({ responseCode })),
  ] as const) {
    test(`${faultInWords(fault)}: another method may be chosen`, async () => {
      const { token, binding } = await yellow();
      const path = `/bindings/${binding.bindingId}`;
      await befall('sendOTP', fault);
      assertRefused(await merchant.post(`${path}/idv-method`, { id: 'cell-phone' }), 400, 501);
      const [{ state, otp } = assert.fail()] = await listed(token);
      assert.deepEqual([state, otp], ['VERIFICATION_DUE', undefined]);
      viewIn(await merchant.post(`${path}/idv-method`, { id: 'email' }));
      const entry = await merchant.post(`${path}/otp`, { otp: await issuer.lastCode(binding.bindingId) });
      assert.equal((entry.json as { binding: BindingView }).binding.state, 'BOUND');
    });
  }
});

/** A new expiry year, by which the reference issuer goes. */
async function renew(token: TestToken, newExpDate: string): Promise<void> {
  const { issuerCardRefId, pan } = token;
  const fpanDetails = { oldFPAN: pan, oldExpDate: '1231', newFPAN: pan, newExpDate };
  const call = { body: { issuerCardRefId, fpanDetails } };
  const { status } = await sandbox.client.callHub(issuer.issuerId, 'updateCard', call);
  assert.equal(status, 200);
}

describe('time', () => {
  test('a binding whose cardholder is not verified within a day expires, and is told with 322', async () => {
    const { token, binding } = await yellow();
    await sandbox.client.advanceClock(24 * 60 * 60 * 1000);
    await until('the notice', async () => (await told(token)).length > 0);
    assert.deepEqual(await told(token), ['DEVICE_BOUND 322']);
    assert.equal(viewIn(await merchant.get(`/bindings/${binding.bindingId}`)).state, 'EXPIRED');
  });
});

test('nothing of a cardholder is left once a binding has ended', async () => {
  const { token, binding } = await yellow();
  await remove(binding.bindingId);
  const { bindings } = await sandbox.client.token(token.virtualCardId);
  const [{ state, deviceInformation, otp } = assert.fail()] = bindings;
  assert.deepEqual([state, deviceInformation, otp], ['FAILED', {}, undefined]);
});

test('the simulated merchant can be gone on with by hand, and knows nothing of what is not its own', async () => {
  const { client } = sandbox;
  const { virtualCardId } = await enrol('1231');
  const { bindingId } = await client.bind(virtualCardId, { idvChoice: 'none' });
  assert.ok(bindingId !== null);
  await client.chooseBindingIdvMethod(bindingId, 'sms');
  await client.enterBindingCode(bindingId, 'wrong');
  await client.enterBindingCode(bindingId, 'right');
  const { steps, binding } = await client.binding(bindingId);
  assert.deepEqual(
    steps.map(step => [
      step.act,
      step.result === 'ANSWERED' ? (step.saw.otpResult ?? step.saw.state) : step.result,
    ]),
    [
      ['START', 'VERIFICATION_DUE'],
      ['CHOOSE_IDV_METHOD', 'VERIFICATION_DUE'],
      ['SUBMIT_OTP', 'INCORRECT_CODE'],
      ['SUBMIT_OTP', 'SUCCESS'],
    ],
  );
  assert.equal(binding?.state, 'BOUND');
  await assert.rejects(client.binding('no-such-binding'), { status: 404 });
  await assert.rejects(client.bind('no-such-token', {}), { status: 404 });
  await assert.rejects(client.bind(virtualCardId, { otp: 'never' as 'right' }), { status: 400 });
});

describe('countermark bind', () => {
  const bind = (line: string) =>
    runCommand(['bind', '--folder', sandbox.folder, ...line.split(' ').filter(Boolean)]);

  const rows: [line: string, end: RegExp, messages: string[]][] = [
    ['', /^Binding BOUND, decision green, reference \S+, token \S+$/m, ['requestDeviceBinding']],
    ['--idv sms', /^Binding BOUND, decision yellow/m, ['requestDeviceBinding', 'sendOTP']],
    ['--idv app', /^Binding BOUND, decision yellow/m, ['requestDeviceBinding', 'updateCardState']],
    ['--idv 3ds', /^Binding BOUND, decision yellow/m, ['requestDeviceBinding']],
    ['--otp wrong', /^Binding FAILED, decision yellow/m, ['requestDeviceBinding', 'sendOTP']],
    ['--unbind', /^Binding UNBOUND, decision green/m, ['requestDeviceBinding', 'endBinding']],
    [
      '--exp 1234 --expect REFUSED',
      /^Binding REFUSED, decision red, refused with 170/m,
      ['requestDeviceBinding'],
    ],
  ];
  for (const [line, end, messages] of rows) {
    test(`${line || 'alone'}: prints every message and how it ended`, async () => {
      const { exitCode, out, err } = await bind(line);
      assert.deepEqual([exitCode, err], [0, '']);
      assert.match(out, end);
      for (const message of ['startBinding', ...messages])
        assert.match(out, new RegExp(` ${message} +20[01] `));
    });
  }

  test('fails when it ends otherwise, or cannot begin', async () => {
    const red = await bind('--exp 1234');
    assert.deepEqual(
      [red.exitCode, red.err],
      [1, 'countermark: The binding ended REFUSED, it should have ended BOUND'],
    );
    const { virtualCardId } = await parties.enrol();
    const onPhone = await bind(`--token ${virtualCardId}`);
    assert.equal(onPhone.exitCode, 1);
    assert.match(onPhone.err, /The binding did not begin: .*card-on-file/);
    assert.equal((await bind('--token no-such-token')).exitCode, 1);
    assert.equal((await bind('--otp maybe')).exitCode, 2);
  });
});
