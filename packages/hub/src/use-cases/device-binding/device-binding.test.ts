import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { RequestDeviceBindingRequest } from '@countermark/wire/issuer-gateway/request-device-binding';
import type { BindingState } from '@countermark/wire/token-requestor/binding';
import type { StartBinding } from '@countermark/wire/token-requestor/start-binding';
import { bindingLimits, type DeviceBinding } from '../../core/device-binding.ts';
import { unlimitedTsp } from '../../core/tsp-traits.ts';
import { ageBindings } from '../../deadlines/age-bindings.ts';
import type { Hub } from '../../ports/hub.ts';
import type { IssuerAnswer } from '../../ports/issuer-backend.ts';
import type { Tsp } from '../../ports/tsp.ts';
import { aCard, anIssuer, aProduct, aRequestor, aToken, id } from '../../store/test-objects.ts';
import { openHubOnStore, tokenId } from '../hub-on-store.fixture.ts';
import { updateCardState } from '../issuer-calls/update-card-state.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { reportTspEvent } from '../life-cycle/report-tsp-event.ts';
import { chooseIdvMethod } from '../verification/choose-idv-method.ts';
import { submitOtp } from '../verification/submit-otp.ts';
import { bindingVerification } from './binding-verification.ts';
import { endBinding } from './end-binding.ts';
import { startBinding } from './start-binding.ts';

const { hub: hubOnStore, store, time, reset, give, told } = await openHubOnStore();
after(() => store.close());

const requestor = aRequestor();
const rightCode = '123456';
const deviceBindingReference = 'provisional';

/** A TSP whose references change when a binding is made, and what it was asked. */
const tsp = {
  calls: [] as string[],
  /** Code of its refusal by call; without one it agrees. */
  refuses: new Map<string, number>(),
  codes: 0,
};

function asked<T>(call: string, value: T): { ok: true; value: T } | { ok: false; code: number } {
  tsp.calls.push(call);
  const code = tsp.refuses.get(call);
  return code === undefined ? { ok: true, value } : { ok: false, code };
}

const bindingTsp: Partial<Tsp> = {
  traits: unlimitedTsp,
  setState: async () => ({ ok: true, value: null }),
  tokenInfo: async () => null,
  proposeBinding: async () => asked('propose', { deviceBindingReference }),
  bindDevice: async () => asked('bind', { deviceBindingReference: 'final' }),
  unbindDevice: async () => asked('unbind', null),
  async makeOtp() {
    tsp.codes += 1;
    return { otp: rightCode };
  },
  checkOtp: async (_, otp) => tsp.codes > 0 && otp === rightCode,
  async dropOtp() {
    tsp.codes = 0;
  },
};

type Answered = Awaited<ReturnType<Hub['issuerBackend']['requestDeviceBinding']>>;

/** The issuer's answers, and what it was sent. */
const issuer = {
  decision: null as Answered | null,
  methods: { kind: 'ANSWERED', message: { idvMethodList: [] } } as IssuerAnswer<{
    idvMethodList: IdvMethod[];
  }>,
  sent: [] as (object & { correlationId: string })[],
  /** Happens while the issuer thinks. */
  meanwhile: async () => {},
};

const hub: Hub = {
  ...hubOnStore,
  tsps: new Map([[aToken().tsp, bindingTsp as Tsp]]),
  issuerBackend: {
    async requestDeviceBinding({ correlationId }, request) {
      issuer.sent.push({ correlationId, ...request });
      await issuer.meanwhile();
      return issuer.decision ?? assert.fail('the issuer was not to be asked');
    },
    async getIDnVMethodList({ correlationId }, request) {
      issuer.sent.push({ correlationId, ...request });
      return issuer.methods;
    },
    async sendOTP({ correlationId }, request) {
      issuer.sent.push({ correlationId, ...request });
      return { kind: 'ANSWERED', message: null };
    },
  } as Partial<Hub['issuerBackend']> as Hub['issuerBackend'],
};

const answered = (levelOfTrust: string, idvMethodList?: IdvMethod[]): Answered => ({
  kind: 'ANSWERED',
  message: { levelOfTrust, ...(idvMethodList && { idvMethodList }) },
});
const methods = [
  { id: 'sms', type: 'cell_phone' },
  { id: 'app', type: 'bank_app' },
  { id: '3ds', type: '3ds' },
];

const request = (changes: Partial<StartBinding> = {}): StartBinding & { virtualCardId: string } => ({
  virtualCardId: tokenId,
  tokenStorageId: 'phone-1',
  walletUserInformation: { walletUserId: 'user-1' },
  deviceInformation: { deviceName: "Kari's phone" },
  authenticatorInfo: { type: 'FIDO', level: '2' },
  ...changes,
});

beforeEach(async () => {
  await reset();
  await give({ tokenType: 'CARD_ON_FILE' });
  Object.assign(tsp, { calls: [], refuses: new Map(), codes: 0 });
  Object.assign(issuer, { decision: answered('green'), sent: [], meanwhile: async () => {} });
});

async function start(changes: Partial<StartBinding> = {}): Promise<DeviceBinding> {
  const result = await startBinding(hub, requestor, request(changes));
  assert.ok(result.taken, JSON.stringify(result));
  return result.session;
}

async function refusedWith(changes: Partial<StartBinding> = {}): Promise<number | null> {
  const result = await startBinding(hub, requestor, request(changes));
  return result.taken ? null : result.code;
}

/** A yellow binding, and the method that its user chose. */
async function verifying(methodId: string): Promise<DeviceBinding> {
  issuer.decision = answered('yellow', methods);
  const { bindingId } = await start();
  const chosen = await chooseIdvMethod(hub, bindingVerification, {
    requestor,
    sessionId: bindingId,
    methodId,
  });
  assert.ok(chosen.taken);
  return chosen.session;
}

async function enter({ bindingId }: DeviceBinding, otp: string) {
  const entry = await submitOtp(hub, bindingVerification, { requestor, sessionId: bindingId, otp });
  return entry.taken ? `${entry.result} ${entry.session.state}` : entry.code;
}

async function stateOf({ bindingId }: DeviceBinding): Promise<BindingState | undefined> {
  return (await store.deviceBindings.find(bindingId))?.state;
}

async function resume(correlationId: string, scope: 'token' | 'card' = 'token'): Promise<void> {
  const accepted = await updateCardState(hub, anIssuer(), {
    request: {
      issuerCardRefId: aCard().issuerCardRefId,
      ...(scope === 'token' && { virtualCardId: tokenId }),
      action: 'RESUME',
    },
    correlationId,
    badge: 'PRIMARY',
  });
  assert.ok(accepted.accepted);
}

/** Session and body of the last notification. */
async function lastNotice() {
  const [delivery] = await store.deliveries.list({ virtualCardId: tokenId, limit: 1 });
  const { correlationId, body } = delivery ?? assert.fail('nothing was told');
  return { correlationId, ...body } as Record<string, unknown>;
}

const wait = (milliseconds: number) => {
  time.now = new Date(time.now.getTime() + milliseconds);
};

describe('a binding that the issuer approves at once', () => {
  test('is asked for under the provisional reference and told under the final one, in one session', async () => {
    const { bindingId, state } = await start();
    assert.equal(state, 'BOUND');
    assert.deepEqual(issuer.sent, [
      {
        correlationId: bindingId,
        deviceBindingReference,
        virtualCardId: tokenId,
        walletProviderId: aToken().walletProviderId,
        issuerCardRefId: aCard().issuerCardRefId,
        walletUserInformation: { walletUserId: 'user-1' },
        deviceInformation: { deviceName: "Kari's phone", tokenStorageId: 'phone-1' },
        tokenRequestor: { id: aToken().tokenRequestorId },
      },
    ]);
    const { correlationId, action, source, ...notice } = await lastNotice();
    assert.deepEqual([correlationId, action, source], [bindingId, 'DEVICE_BOUND', 'TSP']);
    assert.deepEqual(
      [notice['deviceBindingReference'], notice['authenticatorInfo'], notice['errorCode']],
      ['final', { type: 'FIDO', level: '2' }, undefined],
    );
    assert.equal(notice['tokenStorageId'], aToken().tokenStorageId, 'the storage is the token’s own');
  });

  test('tells scores and recent authentication to issuers of Mastercard products only', async () => {
    const extras = {
      scoringInformation: { deviceScore: '5', levelOfTrust: 'green' },
      recentAuthenticationInformation: { method: 'FIDO', date: '2026-03-01T09:59:00Z' },
    };
    const sent = () => issuer.sent.at(-1) as unknown as RequestDeviceBindingRequest;
    await start(extras);
    assert.deepEqual(
      [sent().scoringInformation, sent().recentAuthenticationInformation],
      [undefined, undefined],
    );
    await store.products.save(aProduct({ scheme: 'MASTERCARD' }));
    await start({ ...extras, tokenStorageId: 'phone-2' });
    const { scoringInformation, recentAuthenticationInformation } = sent();
    assert.deepEqual({ scoringInformation, recentAuthenticationInformation }, extras);
  });

  test('is raised to yellow by a recommendation that travels with it, and to red without ID&V', async () => {
    await store.products.save(aProduct({ scheme: 'MASTERCARD' }));
    issuer.decision = answered('green', methods);
    const scoringInformation = { levelOfTrust: 'yellow' };
    assert.equal((await start({ scoringInformation })).state, 'VERIFICATION_DUE');
    await reset({ hasIdv: false });
    await give({ tokenType: 'CARD_ON_FILE' });
    issuer.decision = answered('yellow', methods);
    const { state, refusal } = await start();
    assert.deepEqual([state, refusal?.code, await told()], ['REFUSED', 170, []]);
  });

  test('stays approved while its TSP has a passing fault, and is bound by a worker', async () => {
    tsp.refuses.set('bind', 921);
    const binding = await start();
    assert.deepEqual([binding.state, await told()], ['APPROVED', []]);
    assert.equal(await ageBindings(hub), 0, 'not before its next attempt is due');
    wait(10_000);
    assert.equal(await ageBindings(hub), 0);
    tsp.refuses.clear();
    wait(60_000);
    assert.equal(await ageBindings(hub), 1);
    assert.deepEqual([await stateOf(binding), await told()], ['BOUND', ['DEVICE_BOUND']]);
    assert.equal(tsp.calls.filter(call => call === 'bind').length, 3);
  });

  test('fails when its TSP refuses, and the issuer, who approved, is told', async () => {
    tsp.refuses.set('bind', 432);
    const { state } = await start();
    assert.deepEqual([state, await told()], ['FAILED', ['DEVICE_BOUND 432']]);
    assert.equal((await lastNotice())['deviceBindingReference'], undefined);
  });

  test('is given up after a day, once its TSP says that there is none', async () => {
    tsp.refuses.set('bind', 921).set('unbind', 921);
    const binding = await start();
    wait(bindingLimits.verification);
    await ageBindings(hub);
    assert.deepEqual([await stateOf(binding), await told()], ['APPROVED', []]);
    tsp.refuses.clear();
    wait(bindingLimits.verification);
    await ageBindings(hub);
    assert.deepEqual([await stateOf(binding), await told()], ['EXPIRED', ['DEVICE_BOUND 322']]);
    assert.equal(tsp.calls.filter(call => call === 'bind').length, 1);
  });

  test('is bound once by workers that race', async () => {
    tsp.refuses.set('bind', 921);
    await start();
    tsp.refuses.clear();
    wait(60_000);
    await Promise.all([ageBindings(hub), ageBindings(hub)]);
    assert.deepEqual(await told(), ['DEVICE_BOUND']);
  });
});

describe('a binding that the issuer does not approve', () => {
  test('red: refused, nothing is told, the proposal is taken back', async () => {
    issuer.decision = answered('red');
    const { state, decision, refusal, deviceInformation } = await start();
    assert.deepEqual([state, decision, refusal?.code, deviceInformation], ['REFUSED', 'red', 170, {}]);
    assert.deepEqual([await told(), tsp.calls], [[], ['propose', 'unbind']]);
  });

  test('refused by code, or not answered: refused, and another may be asked for at once', async () => {
    issuer.decision = { kind: 'REFUSED', code: 159, message: 'Kari, blocked' };
    const declined = await start();
    assert.deepEqual(
      [declined.state, declined.refusal?.kind, declined.refusal?.code],
      ['REFUSED', 'DECLINED', 159],
    );
    assert.doesNotMatch(declined.refusal?.message ?? '', /Kari/);
    issuer.decision = { kind: 'FAILED', status: null, reason: 'time-out', retryAfter: null };
    const failed = await start();
    assert.deepEqual(
      [failed.state, failed.refusal?.kind, failed.refusal?.code],
      ['REFUSED', 'TECHNICAL', 921],
    );
    assert.deepEqual(await told(), []);
  });

  test('an answer that comes after the binding was ended changes nothing', async () => {
    issuer.meanwhile = async () => {
      wait(bindingLimits.asked);
      assert.equal(await ageBindings(hub), 1);
    };
    const { state } = await start();
    assert.deepEqual([state, await told()], ['EXPIRED', ['DEVICE_BOUND 322']]);
    assert.ok(!tsp.calls.includes('bind'));
  });

  test('its TSP refuses first: the issuer is not asked', async () => {
    tsp.refuses.set('propose', 432);
    assert.equal(await refusedWith(), 432);
    assert.deepEqual([issuer.sent, await store.deviceBindings.ofToken(tokenId)], [[], []]);
  });
});

describe('a cardholder who is verified by a code', () => {
  test('the right code binds; what is said names the binding', async () => {
    const binding = await verifying('sms');
    const {
      correlationId,
      deviceBindingReference: reference,
      otpMethodId,
    } = issuer.sent.at(-1) as unknown as Record<string, unknown>;
    assert.deepEqual(
      [correlationId, reference, otpMethodId],
      [binding.bindingId, deviceBindingReference, 'sms'],
    );
    assert.equal(await enter(binding, '654321'), 'INCORRECT_CODE VERIFICATION_DUE');
    assert.equal(await enter(binding, rightCode), 'SUCCESS BOUND');
    assert.deepEqual([await told(), tsp.codes], [['DEVICE_BOUND'], 0]);
  });

  test('three wrong ones: failed, told with 510, the code is void', async () => {
    const binding = await verifying('sms');
    for (const result of ['INCORRECT_CODE VERIFICATION_DUE', 'INCORRECT_CODE VERIFICATION_DUE']) {
      assert.equal(await enter(binding, '654321'), result);
    }
    assert.equal(await enter(binding, '654321'), 'INCORRECT_CODE_RETRIES_EXCEEDED FAILED');
    assert.deepEqual([await told(), tsp.codes, tsp.calls], [['DEVICE_BOUND 510'], 0, ['propose', 'unbind']]);
    assert.equal(await enter(binding, rightCode), 432);
  });

  test('the right code twice at once binds once', async () => {
    const binding = await verifying('sms');
    const entries = await Promise.all([enter(binding, rightCode), enter(binding, rightCode)]);
    assert.deepEqual(entries.map(String).toSorted(), ['432', 'SUCCESS BOUND']);
    assert.deepEqual(await told(), ['DEVICE_BOUND']);
  });

  test('an expired code costs nothing, and a new one binds', async () => {
    const binding = await verifying('sms');
    wait(10 * 60_000);
    assert.equal(await enter(binding, rightCode), 'EXPIRED_CODE VERIFICATION_DUE');
    await chooseIdvMethod(hub, bindingVerification, {
      requestor,
      sessionId: binding.bindingId,
      methodId: 'sms',
    });
    assert.equal(await enter(binding, rightCode), 'SUCCESS BOUND');
  });

  test('nothing entered for a day: expired, told with 322', async () => {
    const binding = await verifying('sms');
    wait(bindingLimits.verification);
    assert.equal(await ageBindings(hub), 1);
    assert.deepEqual([await stateOf(binding), await told()], ['EXPIRED', ['DEVICE_BOUND 322']]);
    assert.equal(tsp.codes, 0);
  });

  test('without a list in the answer the issuer is asked for one; without any the binding fails', async () => {
    issuer.decision = answered('yellow');
    issuer.methods = { kind: 'ANSWERED', message: { idvMethodList: methods } };
    const first = await start();
    assert.deepEqual([first.state, first.idvMethods], ['VERIFICATION_DUE', methods]);
    const asking = issuer.sent.at(-1) as unknown as Record<string, unknown>;
    assert.deepEqual(
      [asking['correlationId'], asking['deviceBindingReference'], asking['virtualCardId']],
      [first.bindingId, deviceBindingReference, tokenId],
    );
    assert.ok((await endBinding(hub, requestor, first.bindingId)).taken);
    issuer.methods = { kind: 'REFUSED', code: 510, message: 'none' };
    assert.deepEqual(
      [(await start()).state, await told()],
      ['FAILED', ['DEVICE_BOUND 323', 'DEVICE_BOUND 510']],
    );
    issuer.methods = { kind: 'ANSWERED', message: { idvMethodList: [] } };
    assert.deepEqual([(await start()).refusal?.code, (await told()).at(-1)], [911, 'DEVICE_BOUND 911']);
  });
});

describe('a cardholder who is verified by the issuer', () => {
  test('updateCardState RESUME that names the token approves the binding, and is what the notice answers', async () => {
    const binding = await verifying('app');
    await resume('call-1');
    assert.deepEqual([await stateOf(binding), await told()], ['APPROVED', []]);
    await ageBindings(hub);
    const { correlationId, action, source } = await lastNotice();
    assert.deepEqual([correlationId, action, source], ['call-1', 'DEVICE_BOUND', 'ISSUER']);
    assert.deepEqual(await told(), ['DEVICE_BOUND']);
  });

  test('the same call for any other reason approves nothing', async () => {
    issuer.decision = answered('yellow', methods);
    const waiting = await start();
    await resume('call-1');
    await chooseIdvMethod(hub, bindingVerification, {
      requestor,
      sessionId: waiting.bindingId,
      methodId: 'sms',
    });
    await resume('call-2');
    await chooseIdvMethod(hub, bindingVerification, {
      requestor,
      sessionId: waiting.bindingId,
      methodId: 'app',
    });
    await resume('call-3', 'card');
    assert.deepEqual([await stateOf(waiting), await told()], ['VERIFICATION_DUE', ['RESUME', 'RESUME']]);
  });

  test('a suspended token is resumed first', async () => {
    const binding = await verifying('app');
    const suspended = { type: 'SUSPENDED', by: 'ISSUER' } as const;
    await changeToken(hub, {
      virtualCardId: tokenId,
      event: suspended,
      source: 'ISSUER',
      correlationId: 'call',
    });
    await resume('call-1');
    assert.equal(await stateOf(binding), 'VERIFICATION_DUE');
  });

  test('what ends by an event of the TSP is approved by its activation', async () => {
    const binding = await verifying('3ds');
    await resume('call-1');
    assert.equal(await stateOf(binding), 'VERIFICATION_DUE');
    assert.ok((await reportTspEvent(hub, { virtualCardId: tokenId, event: 'ACTIVATE' })).taken);
    await ageBindings(hub);
    const { correlationId, action, source } = await lastNotice();
    assert.deepEqual([correlationId, action, source], [binding.bindingId, 'DEVICE_BOUND', 'TSP']);
    assert.ok(!(await reportTspEvent(hub, { virtualCardId: tokenId, event: 'ACTIVATE' })).taken);
  });
});

describe('a binding and its token', () => {
  const end = { type: 'DELETED', action: 'DELETE' } as const;
  const deleted = () =>
    changeToken(hub, { virtualCardId: tokenId, event: end, source: 'WALLET', correlationId: null });

  test('a deleted token takes its bindings along, and its deletion is all that is told', async () => {
    const bound = await start();
    const waiting = await (async () => {
      issuer.decision = answered('yellow', methods);
      return start({ tokenStorageId: 'phone-2' });
    })();
    await deleted();
    assert.deepEqual([await stateOf(bound), await stateOf(waiting)], ['UNBOUND', 'FAILED']);
    assert.deepEqual(await told(), ['DEVICE_BOUND', 'DELETE']);
  });

  test('a token deleted while its issuer is asked is not bound', async () => {
    issuer.meanwhile = async () => void (await deleted());
    const { state } = await start();
    assert.deepEqual([state, await told()], ['FAILED', ['DELETE']]);
  });

  test('a token deleted while its TSP proposes is not bound, and the issuer is not asked', async () => {
    const proposing = {
      ...bindingTsp,
      proposeBinding: async () => {
        await deleted();
        return asked('propose', { deviceBindingReference });
      },
    };
    const deleting = { ...hub, tsps: new Map([[aToken().tsp, proposing as Tsp]]) };
    const result = await startBinding(deleting, requestor, request());
    assert.ok(!result.taken && result.code === 432);
    assert.deepEqual(issuer.sent, []);
  });

  test('one binding at a time, whoever comes first', async () => {
    issuer.decision = answered('yellow', methods);
    const results = await Promise.all(
      [1, 2, 3].map(n => startBinding(hub, requestor, request({ tokenStorageId: `p${n}` }))),
    );
    const codes = results.map(result => (result.taken ? result.session.state : result.code));
    assert.deepEqual(codes.map(String).sort(), ['321', '321', 'VERIFICATION_DUE']);
  });

  test('a token of another requestor, an erased one and one that never was are unknown', async () => {
    for (const [by, virtualCardId] of [
      [aRequestor({ requestorId: 'other' }), tokenId],
      [requestor, id(4711)],
    ] as const) {
      const result = await startBinding(hub, by, { ...request(), virtualCardId });
      assert.ok(!result.taken && result.code === 119);
    }
  });
});

describe('taking a binding back', () => {
  test('of one that was made: told as DEVICE_UNBOUND with its reference, in a session of its own', async () => {
    const { bindingId } = await start();
    const ended = await endBinding(hub, requestor, bindingId);
    assert.ok(ended.taken && ended.session.state === 'UNBOUND');
    const { correlationId, action, source, ...notice } = await lastNotice();
    assert.deepEqual(
      [action, source, notice['deviceBindingReference']],
      ['DEVICE_UNBOUND', 'WALLET', 'final'],
    );
    assert.deepEqual([notice['authenticatorInfo'], notice['errorCode']], [undefined, undefined]);
    assert.notEqual(correlationId, bindingId);
    const again = await endBinding(hub, requestor, bindingId);
    assert.ok(!again.taken && again.code === 432);
    assert.equal((await start()).state, 'BOUND', 'and the device may be bound again');
  });

  test('not while the TSP does not agree', async () => {
    const binding = await start();
    tsp.refuses.set('unbind', 921);
    const refused = await endBinding(hub, requestor, binding.bindingId);
    assert.ok(!refused.taken && refused.code === 921);
    assert.deepEqual([await stateOf(binding), await told()], ['BOUND', ['DEVICE_BOUND']]);
  });

  test('of one that waits for its cardholder: cancelled, told with 323', async () => {
    const { bindingId } = await verifying('sms');
    const ended = await endBinding(hub, requestor, bindingId);
    assert.ok(ended.taken && ended.session.state === 'FAILED');
    const { correlationId, errorCode, source } = await lastNotice();
    assert.deepEqual([correlationId, errorCode, source, tsp.codes], [bindingId, 323, 'WALLET', 0]);
  });

  test('of a stranger: unknown', async () => {
    const { bindingId } = await start();
    const refused = await endBinding(hub, aRequestor({ requestorId: 'other' }), bindingId);
    assert.ok(!refused.taken && refused.code === 118);
  });
});
