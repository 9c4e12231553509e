import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import Fastify from 'fastify';
import { referenceIssuerControl } from './control.ts';
import { createHubClient } from './hub-client.ts';
import { startHubStandIn } from './hub-stand-in.fixture.ts';
import {
  bank,
  bankPan,
  hub,
  plainBank,
  sealedCard,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const standIn = await startHubStandIn();
const { issuer, call, close } = await startIssuerUnderTest();
const hubClient = createHubClient({
  hubUrl: standIn.hubUrl,
  hubCaPem: hub.authority.certificatePem,
  hubEnvelope: hub.envelope,
  issuers: [bank, plainBank],
});
const app = Fastify();
await app.register(referenceIssuerControl, { issuer, hub: hubClient });

after(async () => {
  await app.close();
  await hubClient.close();
  await close();
  await standIn.close();
});
beforeEach(() => {
  standIn.received.length = 0;
  standIn.answer = { status: 200, body: '' };
});

const base = `/sim/issuers/${bank.issuerId}`;

async function control(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object | string) {
  const headers = payload === undefined ? {} : { 'content-type': 'application/json' };
  const response = await app.inject({
    method,
    url: path,
    headers,
    ...(payload !== undefined && { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

const { cipheredCardInfo, publicKeyIdentifier } = await sealedCard(bank, { fpan: bankPan(), exp: '1231' });
const enrol = (session: string) =>
  call('checkCardEligibility', {
    body: { walletProviderId: 'APPLE_PAY', cipheredCardInfo, publicKeyIdentifier },
    headers: { 'x-correlation-id': session },
  });
const referenceOfCard = () =>
  issuer.references.referenceOf({
    issuerId: bank.issuerId,
    pan: bankPan(),
    expiryYear: '31',
    productId: 'DEMO-DEBIT',
  });

describe('what cardholder and bank got to see', () => {
  it('shows the codes of an enrolment', async () => {
    const body = {
      walletProviderId: 'APPLE_PAY',
      issuerCardRefId: await referenceOfCard(),
      otpValue: '007007',
      otpMethodId: 'cell-phone',
    };
    await call('sendOTP', { body, headers: { 'x-correlation-id': 'e-1' } });
    const { status, body: inbox } = await control('GET', `${base}/inbox/e-1`);
    assert.equal(status, 200);
    assert.deepEqual(
      inbox.codes.map((code: { otpValue: string }) => code.otpValue),
      ['007007'],
    );
    const other = await control('GET', `/sim/issuers/${plainBank.issuerId}/inbox/e-1`);
    assert.deepEqual(other.body, { codes: [] });
  });

  it('shows the calls of a session with the envelopes that came, and nothing of what they held', async () => {
    await enrol('e-2');
    const { body: journal } = await control('GET', `${base}/journal/e-2`);
    assert.equal(journal.calls.length, 1);
    assert.equal(journal.calls[0].request.cipheredCardInfo, cipheredCardInfo);
    assert.ok(!JSON.stringify(journal).includes(bankPan()));
    assert.deepEqual((await control('GET', `${base}/journal/unknown`)).body, { calls: [] });
  });

  it('shows notifications', async () => {
    const notification = {
      issuerCardRefId: 'reference-1',
      virtualCardId: 'vc-1',
      walletProviderId: 'APPLE_PAY',
      isPrimary: true,
      action: 'SUSPEND',
    };
    await call('notifyVirtualCardChange', { body: notification, headers: { 'x-correlation-id': 'n-1' } });
    const { body } = await control('GET', `${base}/notifications`);
    assert.deepEqual(
      body.notifications.map((received: { request: unknown }) => received.request),
      [notification],
    );
  });
});

describe('faults', () => {
  it('are injected and cleared', async () => {
    const fault = { operation: 'checkCardEligibility', fault: { responseCode: 164 }, times: 2 };
    assert.deepEqual(await control('PUT', `${base}/faults`, fault), {
      status: 200,
      body: { faults: [fault] },
    });
    assert.equal((await enrol('f-1')).status, 400);
    assert.deepEqual(await control('DELETE', `${base}/faults`), { status: 200, body: { faults: [] } });
    assert.equal((await enrol('f-2')).status, 200);
  });

  it('may befall what is called at issuers that speak D1', async () => {
    const fault = { operation: 'D1-Public-OUT-v1-Auth2/getToken', fault: { status: 503 }, times: 1 };
    assert.equal((await control('PUT', `${base}/faults`, fault)).status, 200);
    await control('DELETE', `${base}/faults`);
    const inbound = { ...fault, operation: 'D1-Public-IN-v1-Auth2/getToken' };
    assert.equal((await control('PUT', `${base}/faults`, inbound)).status, 400);
  });

  it('that are none are refused', async () => {
    const wrong = [
      {},
      { operation: 'sendOTP' },
      { operation: 'updateCard', fault: '500' },
      { operation: '*', fault: 'earthquake' },
      { operation: '*', fault: { responseCode: '911' } },
      { operation: '*', fault: { status: 200 } },
      { operation: '*', fault: { delay: 0 } },
      { operation: '*', fault: { delay: 5, status: 500 } },
      { operation: '*', fault: '500', times: 0 },
      { operation: '*', fault: '500', probability: 1 },
      [],
    ];
    for (const fault of wrong) assert.equal((await control('PUT', `${base}/faults`, fault)).status, 400);
    assert.deepEqual(issuer.faults.pending(bank.issuerId), []);
  });
});

describe('calls as the issuer', () => {
  it('go to the hub as they are, and their answer comes back', async () => {
    standIn.answer = { status: 400, body: '{"responseCode":432,"errorMessage":"Not now"}' };
    const body = { issuerCardRefId: 'reference-1', virtualCardId: 'vc-1', action: 'RESUME' };
    const answer = await control('POST', `${base}/calls/updateCardState`, { correlationId: 'lcm-1', body });
    assert.deepEqual(answer, {
      status: 200,
      body: {
        correlationId: 'lcm-1',
        status: 400,
        body: { responseCode: 432, errorMessage: 'Not now' },
      },
    });
    const [received] = standIn.received;
    assert.equal(received?.path, '/gtep/igwapi/v2.0/updateCardState');
    assert.equal(received?.headers['x-correlation-id'], 'lcm-1');
    assert.deepEqual(received?.body, body);
  });

  it('get a correlation id of their own where none is given', async () => {
    const { body } = await control('POST', `${base}/calls/getCardInfo`, { body: { issuerCardRefId: 'r' } });
    assert.match(body.correlationId, /^[0-9a-f-]{36}$/);
    assert.equal(standIn.received[0]?.headers['x-correlation-id'], body.correlationId);
  });

  it('have fpanDetails sealed, and the new number keeps the reference of the old one', async () => {
    const issuerCardRefId = await referenceOfCard();
    const fpanDetails = {
      oldFPAN: bankPan(),
      oldExpDate: '1231',
      newFPAN: bankPan(1),
      newExpDate: '1232',
    };
    const body = { issuerCardRefId, fpanDetails };
    assert.equal((await control('POST', `${base}/calls/updateCard`, { body })).body.status, 200);
    const sent = standIn.received[0]?.body as { fpanDetails: string; publicKeyIdentifier: string };
    assert.equal(sent.publicKeyIdentifier, hub.envelope.keyIdentifier);
    const opened = await openEnvelope(sent.fpanDetails, {
      keys: [importOpeningKey(hub.envelope)],
      pkcs1v15: 'refused',
    });
    assert.ok(opened.opened);
    assert.deepEqual(JSON.parse(Buffer.from(opened.plaintext).toString()), fpanDetails);
    const renewed = await sealedCard(bank, { fpan: bankPan(1), exp: '1232' });
    const eligibility = { walletProviderId: 'APPLE_PAY', ...renewed };
    const answer = await call('checkCardEligibility', { body: eligibility });
    assert.equal((answer.body as { issuerCardRefId: string }).issuerCardRefId, issuerCardRefId);
  });

  it('change nothing at the issuer when the hub refuses', async () => {
    standIn.answer = { status: 400, body: '{"responseCode":116}' };
    const issuerCardRefId = await referenceOfCard();
    const body = { issuerCardRefId, newIssuerCardRefId: 'refused' };
    assert.equal((await control('POST', `${base}/calls/updateCard`, { body })).body.status, 400);
    assert.equal(issuer.references.recall(bank.issuerId, 'refused'), undefined);
  });

  it('send sealed fpanDetails, and other faults of the caller, as they are', async () => {
    for (const fpanDetails of ['3080', null, 7]) {
      const body = { issuerCardRefId: 'reference-1', fpanDetails };
      await control('POST', `${base}/calls/updateCard`, { body });
      assert.deepEqual(standIn.received.at(-1)?.body, body);
    }
  });

  it('are told apart from a hub that does not answer', async () => {
    standIn.answer = null;
    const { status, body } = await control('POST', `${base}/calls/getCardInfo`, { body: {} });
    assert.equal(status, 502);
    assert.match(body.message, /^getCardInfo: no answer from the hub/);
  });

  it('without a body are refused', async () => {
    for (const wrong of [{}, { body: 'text' }, { body: {}, correlationId: 7 }, { body: {}, more: 1 }])
      assert.equal((await control('POST', `${base}/calls/getCardInfo`, wrong)).status, 400);
    assert.deepEqual(standIn.received, []);
  });
});

describe('the control API', () => {
  it('knows no other issuer', async () => {
    for (const path of ['inbox/e-1', 'journal/e-1', 'notifications'])
      assert.equal((await control('GET', `/sim/issuers/CMISSUER99/${path}`)).status, 404);
    const unknown = await control('POST', '/sim/issuers/CMISSUER99/calls/getCardInfo', { body: {} });
    assert.equal(unknown.status, 404);
  });

  it('never repeats a body it cannot read', async () => {
    const answer = await control('PUT', `${base}/faults`, `{"pan":${bankPan()}`);
    assert.equal(answer.status, 400);
    assert.ok(!JSON.stringify(answer.body).includes(bankPan()));
  });
});
