import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createAuthority, selfSignTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import { startHubStandIn } from './hub-stand-in.fixture.ts';
import { createRequestorClient } from './requestor-client.ts';

const standIn = await startHubStandIn();
const { peersUrl, caPem } = standIn.hub;
const client = createRequestorClient({ peersUrl, caPem, identity: standIn.identities.wallet.client });

const start = {
  tokenRequestorId: '40010030273',
  walletCardRefId: 'card & 1',
  tokenType: 'EMBEDDED_SE',
  walletUserInformation: { walletUserId: 'user-1' },
} as const;

beforeEach(() => standIn.reset());

after(async () => {
  await client.close();
  await standIn.close();
});

test('an enrolment goes through all operations', async () => {
  standIn.behaviour.decision = 'yellow';
  const { enrolmentId, terms } = await client.startEnrolment(start);
  assert.ok(terms);
  const accepted = { accepted: true, termsId: terms.id, version: terms.version };
  assert.equal((await client.decideTerms(enrolmentId, accepted)).step, 'PROVISIONING_DUE');
  assert.equal(
    (await client.reportProvisioning(enrolmentId, { result: 'DELIVERED' })).step,
    'VERIFICATION_DUE',
  );
  assert.equal((await client.chooseIdvMethod(enrolmentId, { id: 'sms-1' })).otp?.sendsLeft, 2);
  const { result, enrolment } = await client.submitOtp(enrolmentId, { otp: '000001' });
  assert.equal(result, 'SUCCESS');
  assert.deepEqual(await client.enrolment(enrolmentId), enrolment);
  assert.deepEqual(standIn.faults, []);
});

test('tokens are found by card and by id, and events come to them', async () => {
  const { enrolmentId } = await client.startEnrolment({ ...start, walletCardRefId: 'card & 2' });
  await client.decideTerms(enrolmentId, { accepted: true, termsId: 'terms-1', version: '3' });
  const [token, ...more] = await client.tokens('card & 2');
  assert.ok(token);
  assert.deepEqual(more, []);
  assert.deepEqual(await client.token(token.virtualCardId), token);
  const lost = await client.reportTokenEvent(token.virtualCardId, { event: 'DEVICE_LOST' });
  assert.equal(lost.state, 'SUSPENDED');
});

test('a refusal is thrown with its status and number', async () => {
  await assert.rejects(client.enrolment('unknown/id'), { status: 404, errorCode: 118 });
  await assert.rejects(client.token('vc-unknown'), { status: 404, errorCode: 119 });
});

test('an enrolment of another requestor is unknown', async () => {
  const { enrolmentId } = await client.startEnrolment(start);
  const merchant = createRequestorClient({ peersUrl, caPem, identity: standIn.identities.merchant.client });
  await assert.rejects(merchant.enrolment(enrolmentId), { status: 404, errorCode: 118 });
  await merchant.close();
});

test('a certificate that the hub does not know is refused', async () => {
  const identity = await selfSignTlsCertificate({
    commonName: 'stranger',
    use: { role: 'client' },
    validity: validFor(1, new Date()),
  });
  const stranger = createRequestorClient({ peersUrl, caPem, identity });
  await assert.rejects(stranger.startEnrolment(start), { status: 403, errorCode: 113 });
  await stranger.close();
});

test('a hub under another authority is not spoken to', async () => {
  const authority = await createAuthority({ commonName: 'Other', validity: validFor(1, new Date()) });
  const wary = createRequestorClient({
    peersUrl,
    caPem: authority.certificatePem,
    identity: standIn.identities.wallet.client,
  });
  await assert.rejects(wary.startEnrolment(start), { status: null, errorCode: null });
  assert.deepEqual(standIn.received, []);
  await wary.close();
});

test('a refusal that is not in the words of the API has a status and no number', async () => {
  await assert.rejects(client.enrolment('..'), { status: 404, errorCode: null });
});

test('an answer that is not in the API is a fault that names the member', async () => {
  standIn.behaviour.answers = { start: { step: 'TERMS_DUE' }, tokens: {}, token: null };
  await assert.rejects(client.startEnrolment(start), {
    status: 201,
    errorCode: null,
    message: /enrolmentId/,
  });
  await assert.rejects(client.tokens('card-1'), { status: 200, message: /tokens/ });
  standIn.behaviour.answers = { tokens: { tokens: [{ virtualCardId: 'vc-1' }] } };
  await assert.rejects(client.tokens('card-1'), { status: 200, errorCode: null });
});

test('a connection that ends without an answer is told as no answer', async () => {
  standIn.behaviour.refusals = { start: 'break' };
  await assert.rejects(client.startEnrolment(start), {
    name: 'TokenRequestorApiError',
    status: null,
    message: /no answer from the hub/,
  });
});

test('a hub that stays silent is given up after the time limit', async () => {
  standIn.behaviour.refusals = { view: 'silence' };
  const identity = standIn.identities.wallet.client;
  const impatient = createRequestorClient({ peersUrl, caPem, identity, timeLimit: 50 });
  await assert.rejects(impatient.enrolment('any'), { status: null, message: /TimeoutError|TIMEOUT/ });
  await impatient.close();
});

test('errors do not repeat references of cards', async () => {
  standIn.behaviour.refusals = { tokens: { status: 503, errorCode: 921 } };
  await assert.rejects(client.tokens('card-1'), { message: 'GET /tokens: Refused with 921' });
});
