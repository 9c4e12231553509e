import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import { type Agent, request } from 'undici';
import type { Fault } from './faults.ts';
import {
  agentTowardsIssuer,
  bank,
  bankPan,
  hub,
  plainBank,
  plainPan,
  sealedCard,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);
afterEach(() => issuer.faults.clear(bank.issuerId));

const { issuerId } = bank;
const walletProviderId = 'APPLE_PAY';
const eligibility = { walletProviderId, ...(await sealedCard(bank, { fpan: bankPan(), exp: '1231' })) };
const checkCardEligibility = () => call('checkCardEligibility', { body: eligibility });
const requestCardDigitization = () =>
  call('requestCardDigitization', {
    body: { ...eligibility, walletUserInformation: { walletUserId: 'user-1' } },
  });

const sendOtp = async () => {
  const card = { issuerId, pan: bankPan(), expiryYear: '31', productId: 'DEMO-DEBIT' };
  const issuerCardRefId = await issuer.references.referenceOf(card);
  const body = { walletProviderId, issuerCardRefId, otpValue: '123456', otpMethodId: 'email' };
  return call('sendOTP', { body, headers: { 'x-correlation-id': 'otp' } });
};
const codesDelivered = () => issuer.inbox.ofCorrelation('otp').length;

/** The start of an answer, to be read as it comes. */
const openAnswer = (agent: Agent) =>
  request(`${issuer.outboundBase}/checkCardEligibility`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'c-1', 'x-issuer-id': issuerId },
    body: JSON.stringify(eligibility),
  });

describe('a fault instead of an answer', () => {
  const inject = (fault: Fault) => issuer.faults.inject(issuerId, { operation: '*', fault });

  it('500: a page, and no effect', async () => {
    inject('500');
    const { status, contentType } = await sendOtp();
    assert.deepEqual([status, contentType], [500, 'text/html; charset=utf-8']);
    assert.equal(codesDelivered(), 0);
  });

  it('timeout: nothing comes, while others are answered, until the issuer goes away', async () => {
    const silent = await startIssuerUnderTest();
    silent.issuer.faults.inject(issuerId, { operation: 'checkCardEligibility', fault: 'timeout' });
    const unanswered = silent.call('checkCardEligibility', { body: eligibility }).then(
      () => 'answered',
      () => 'broken off',
    );
    const plain = { walletProviderId, ...(await sealedCard(plainBank, { fpan: plainPan() })) };
    const other = await silent.call('checkCardEligibility', { issuerId: plainBank.issuerId, body: plain });
    assert.equal(other.status, 200);
    await silent.close();
    assert.equal(await unanswered, 'broken off');
  });

  it('reset: the connection is reset', async () => {
    inject('reset');
    await assert.rejects(checkCardEligibility(), { code: 'ECONNRESET' });
  });

  it('slow-drip: white space comes, and never an answer', async () => {
    inject('slow-drip');
    const agent = agentTowardsIssuer(hub.client);
    const { statusCode, body } = await openAnswer(agent);
    assert.equal(statusCode, 200);
    const chunks = body[Symbol.asyncIterator]();
    for (let chunk = 0; chunk < 3; chunk++)
      assert.deepEqual(await chunks.next(), { done: false, value: Buffer.from(' ') });
    body.on('error', () => undefined).destroy();
    await agent.destroy();
  });

  it('wrong-content-type: a page with status 200', async () => {
    inject('wrong-content-type');
    const { status, contentType, body } = await checkCardEligibility();
    assert.deepEqual([status, contentType], [200, 'text/html; charset=utf-8']);
    assert.match(String(body), /maintenance/);
  });

  it('huge-body: more than anybody should read', async () => {
    inject('huge-body');
    const agent = agentTowardsIssuer(hub.client);
    const { body } = await openAnswer(agent);
    let length = 0;
    for await (const chunk of body) length += chunk.length;
    assert.ok(length > 16 * 1024 * 1024);
    await agent.destroy();
  });

  it('responseCode: a refusal with that code, and no effect', async () => {
    inject({ responseCode: 921 });
    const { status, body } = await sendOtp();
    assert.deepEqual([status, body], [400, { responseCode: 921, errorMessage: 'Unexpected server error' }]);
    assert.equal(codesDelivered(), 0);
  });

  it('status: that HTTP status without a body, and no effect', async () => {
    inject({ status: 429 });
    const { status, body } = await sendOtp();
    assert.deepEqual([status, body], [429, null]);
    assert.equal(codesDelivered(), 0);
  });

  it('is written down like any answer', async () => {
    inject('500');
    await call('checkCardEligibility', { body: eligibility, headers: { 'x-correlation-id': 'broken' } });
    const [received] = issuer.journal.ofCorrelation(issuerId, 'broken');
    assert.deepEqual(received?.answer, { fault: '500' });
    assert.deepEqual(received?.request, eligibility);
  });
});

it('a delay: the usual answer, late', async () => {
  const usual = await checkCardEligibility();
  issuer.faults.inject(issuerId, { operation: 'checkCardEligibility', fault: { delay: 120 } });
  const asked = performance.now();
  assert.deepEqual(await checkCardEligibility(), usual);
  assert.ok(performance.now() - asked >= 119);
});

describe('a spoiled answer', () => {
  it('missing-field: an answer of nothing, after the call had its effect', async () => {
    issuer.faults.inject(issuerId, { operation: '*', fault: 'missing-field' });
    for (const answer of [await checkCardEligibility(), await requestCardDigitization(), await sendOtp()])
      assert.deepEqual([answer.status, answer.body], [200, {}]);
    assert.equal(codesDelivered(), 1);
  });

  it('unknown-level-of-trust: a decision nobody knows, the rest as ever', async () => {
    const usual = (await requestCardDigitization()).body as object;
    issuer.faults.inject(issuerId, { operation: '*', fault: 'unknown-level-of-trust' });
    const { status, body } = await requestCardDigitization();
    assert.deepEqual([status, body], [200, { ...usual, levelOfTrust: 'purple' }]);
    assert.equal((await checkCardEligibility()).status, 200);
  });

  it('leaves a refusal what it is', async () => {
    issuer.faults.inject(issuerId, { operation: '*', fault: 'missing-field' });
    const { status, body } = await call('checkCardEligibility', { body: {} });
    assert.equal(status, 400);
    assert.equal((body as { responseCode: number }).responseCode, 111);
  });
});

it('a fault befalls the issuer and the operation it is for, as often as it says', async () => {
  issuer.faults.inject(issuerId, { operation: 'checkCardEligibility', fault: '500', times: 1 });
  assert.equal((await requestCardDigitization()).status, 200);
  const plain = { walletProviderId, ...(await sealedCard(plainBank, { fpan: plainPan() })) };
  const other = await call('checkCardEligibility', { issuerId: plainBank.issuerId, body: plain });
  assert.equal(other.status, 200);
  assert.equal((await checkCardEligibility()).status, 500);
  assert.equal((await checkCardEligibility()).status, 200);
});
