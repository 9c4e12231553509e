import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Enrolment } from '../../core/enrolment.ts';
import { john } from '../d1-on-store.fixture.ts';
import { bindingVerification } from '../device-binding/binding-verification.ts';
import { startBinding } from '../device-binding/start-binding.ts';
import { enrolmentVerification } from '../enrolment/enrolment-verification.ts';
import { chooseIdvMethod } from '../verification/choose-idv-method.ts';
import { fetchIdvMethods } from '../verification/fetch-idv-methods.ts';
import { submitOtp } from '../verification/submit-otp.ts';
import {
  answered,
  answeredWith,
  code,
  noAnswer,
  openD1Wallet,
  requestor,
  wholeBudget,
} from './d1-wallet.fixture.ts';

const wallet = await openD1Wallet();
const { hub, store, issuer } = wallet;
after(() => store.close());
beforeEach(() => wallet.reset());

const yellow = { scoring: { levelOfTrust: 'yellow' } };
const mobilePhoneNumber = { countryCode: '+47', phoneNumber: '99990042' };
const reachable = { ...john, mobilePhoneNumber };

const methods = [
  { id: 'sms', type: 'cell_phone', value: '**-***-****-0042' },
  { id: 'email', type: 'email', value: 'jo*****@example.com' },
];

async function registered(personalInformation: typeof john | undefined = reachable): Promise<void> {
  await wallet.registerConsumer('consumer-1', personalInformation);
  await wallet.register();
}

/** Up to the choice of a method. */
async function due(): Promise<Enrolment> {
  return wallet.provision(await wallet.enrol(yellow));
}

function choose({ enrolmentId }: Enrolment, methodId: string) {
  return chooseIdvMethod(hub, enrolmentVerification, { requestor, sessionId: enrolmentId, methodId });
}

function submit({ enrolmentId }: Enrolment, otp: string) {
  return submitOtp(hub, enrolmentVerification, { requestor, sessionId: enrolmentId, otp });
}

async function owed(): Promise<string[]> {
  return (await wallet.owed()).filter(told => !told.startsWith('REGISTER'));
}

describe('a consumer whose data are stored', () => {
  beforeEach(() => registered());

  test('is verified by what was registered, and nobody is asked', async () => {
    const enrolment = await wallet.enrol(yellow);
    assert.equal(enrolment.decision, 'yellow');
    assert.deepEqual(enrolment.idvMethods, methods);
    assert.deepEqual(issuer.askedOf, []);
  });

  test('gets the code by the channel the user chose; the right one activates the token', async () => {
    const enrolment = await due();
    assert.equal(enrolment.step, 'VERIFICATION_DUE');
    assert.deepEqual(await owed(), ['DIGITIZE PENDING card-1']);
    assert.equal((await choose(enrolment, 'sms')).taken, true);
    const otp = { consumerId: 'consumer-1', otp: code, panLast4: '1111', reason: 'CARD-DIGITIZATION' };
    assert.deepEqual(issuer.delivered, [{ ...otp, channel: 'SMS' }]);
    await choose(enrolment, 'email');
    assert.deepEqual(issuer.delivered[1], { ...otp, channel: 'EMAIL' });
    const wrong = await submit(enrolment, '000000');
    assert.equal(wrong.taken && wrong.result, 'INCORRECT_CODE');
    const right = await submit(enrolment, code);
    assert.equal(right.taken && right.session.outcome, 'ACTIVATED');
    assert.deepEqual(await owed(), ['DIGITIZE PENDING card-1', 'DIGITIZE SUCCESSFUL card-1']);
  });

  test('is not sent a code that the issuer does not deliver, and may choose again', async () => {
    const enrolment = await due();
    for (const answer of [noAnswer, answeredWith(403)]) {
      issuer.delivers = answer;
      const refused = await choose(enrolment, 'sms');
      assert.equal(!refused.taken && refused.code, 501);
    }
    assert.equal((await store.enrolments.find(enrolment.enrolmentId))?.challenge, null);
    issuer.delivers = answered(null);
    assert.equal((await choose(enrolment, 'email')).taken, true);
  });

  test('that nobody can reach gets no token', async () => {
    await wallet.registerConsumer('consumer-1', { firstName: 'John' });
    const enrolment = await wallet.enrol(yellow);
    assert.equal(enrolment.decision, 'red');
    assert.equal(enrolment.refusal?.code, 170);
    assert.equal(enrolment.decisionTrace?.decidedBy, 'STEP_UP');
    assert.deepEqual(issuer.askedOf, []);
  });

  test('is not asked for anything where the decision does not turn on it', async () => {
    await wallet.settle({ dataModel: 'FETCHED' });
    assert.equal((await wallet.enrol()).decision, 'green');
    assert.deepEqual(issuer.askedOf, []);
  });

  test('is verified by none of an issuer that verifies no cardholders', async () => {
    await wallet.reset({ hasIdv: false });
    await registered();
    assert.equal((await wallet.enrol(yellow)).decision, 'red');
  });

  test('may be looked up again by a session that has lost its methods', async () => {
    const enrolment = await due();
    const found = await fetchIdvMethods(hub, enrolment, { methods: [], offer: some => [...some] });
    assert.deepEqual(found.idvMethods, methods);
  });
});

describe('a consumer whose data are fetched', () => {
  beforeEach(async () => {
    await wallet.settle({ dataModel: 'FETCHED' });
    await registered();
  });

  test('is asked about each time, within what is left of the time of the session', async () => {
    issuer.tellsOfConsumer = answered(reachable);
    assert.deepEqual((await wallet.enrol(yellow)).idvMethods, methods);
    issuer.tellsOfConsumer = answered({ email: 'new@example.com' });
    const second = await wallet.enrol({ ...yellow, tokenStorageId: 'phone-2' });
    assert.deepEqual(second.idvMethods, [{ id: 'email', type: 'email', value: 'n*****@example.com' }]);
    const about = { consumerId: 'consumer-1', cardId: 'card-1' };
    assert.deepEqual(issuer.askedOf, [about, about]);
    assert.ok(issuer.budgets.every(budget => budget <= wholeBudget));
  });

  test('has none where the issuer does not know it', async () => {
    for (const status of [403, 404]) {
      issuer.tellsOfConsumer = answeredWith(status);
      assert.equal((await wallet.enrol(yellow)).decision, 'red');
    }
  });

  test('is a technical refusal where the issuer does not answer', async () => {
    issuer.tellsOfConsumer = noAnswer;
    const enrolment = await wallet.enrol(yellow);
    assert.deepEqual([enrolment.outcome, enrolment.refusal?.code], ['FAILED', 921]);
    assert.deepEqual(await store.tokens.ofCard((await wallet.card()).cardId), []);
    assert.deepEqual(await owed(), ['DIGITIZE FAILED card-1']);
    issuer.tellsOfConsumer = answeredWith(401);
    assert.equal((await wallet.enrol(yellow)).refusal?.code, 911);
  });

  test('decides by a rule of who can be reached', async () => {
    const rules = [{ name: 'unreachable', when: { consumerReachable: false }, decision: 'RED' as const }];
    await wallet.settle({ dataModel: 'FETCHED', rules });
    assert.equal((await wallet.enrol()).decision, 'green');
    issuer.tellsOfConsumer = answered({});
    const enrolment = await wallet.enrol({ tokenStorageId: 'phone-2' });
    assert.equal(enrolment.decisionTrace?.finding, 'rule "unreachable" says RED');
  });
});

test('a consumer of whom nothing was stored is asked about', async () => {
  await wallet.register();
  const enrolment = await wallet.enrol(yellow);
  assert.deepEqual(enrolment.idvMethods, [{ id: 'email', type: 'email', value: 'jo*****@example.com' }]);
  assert.deepEqual(issuer.askedOf, [{ consumerId: 'consumer-1', cardId: 'card-1' }]);
});

describe('a binding to another device', () => {
  const request = {
    tokenStorageId: 'phone-9',
    walletUserInformation: { walletUserId: 'somebody' },
    deviceInformation: { deviceName: 'Phone' },
  };

  const bind = async (scoring?: { levelOfTrust: string }) => {
    const { virtualCardId } = await wallet.provision(await wallet.enrol());
    const token = await store.tokens.find(virtualCardId ?? '');
    assert.ok(token);
    await store.tokens.save({ ...token, tokenType: 'CARD_ON_FILE' });
    return startBinding(hub, requestor, {
      ...request,
      virtualCardId: token.virtualCardId,
      ...(scoring && { scoringInformation: scoring }),
    });
  };

  test('is for its verified user alone, whom the issuer sends a code', async () => {
    await registered();
    const begun = await bind({ levelOfTrust: 'green' });
    assert.ok(begun.taken);
    assert.deepEqual([begun.session.state, begun.session.idvMethods], ['VERIFICATION_DUE', methods]);
    const { bindingId: sessionId } = begun.session;
    await chooseIdvMethod(hub, bindingVerification, { requestor, sessionId, methodId: 'sms' });
    assert.equal(issuer.delivered[0]?.reason, 'DEVICE-BINDING');
    const entered = await submitOtp(hub, bindingVerification, { requestor, sessionId, otp: code });
    assert.equal(entered.taken && entered.session.state, 'BOUND');
    assert.deepEqual((await owed()).slice(-1), ['DIGITIZE SUCCESSFUL card-1'], 'D1 has no word for bindings');
  });

  test('is declined for a card that is not ACTIVE, or on the recommendation of its requestor', async () => {
    await registered();
    const red = await bind({ levelOfTrust: 'red' });
    assert.equal(red.taken && red.session.refusal?.code, 170);
    const [token] = await store.tokens.ofCard((await wallet.card()).cardId);
    await wallet.suspend();
    const suspended = await startBinding(hub, requestor, {
      ...request,
      virtualCardId: token?.virtualCardId ?? '',
    });
    assert.equal(suspended.taken && suspended.session.refusal?.code, 159);
  });

  test('is a technical refusal where the issuer does not tell of its user', async () => {
    await wallet.settle({ dataModel: 'FETCHED' });
    await registered();
    issuer.tellsOfConsumer = noAnswer;
    const begun = await bind();
    assert.equal(begun.taken && begun.session.refusal?.code, 921);
  });
});
