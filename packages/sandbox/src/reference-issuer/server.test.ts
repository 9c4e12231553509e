import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createAuthority, issueTlsCertificate, validFor } from '@countermark/hub/identity/certificates';
import {
  agentTowardsIssuer,
  bank,
  bankPan,
  hub,
  sealedCard,
  send,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);

const validity = validFor(30, new Date());
const eligibility = { walletProviderId: 'APPLE_PAY', ...(await sealedCard(bank, { fpan: bankPan() })) };
const url = `${issuer.outboundBase}/checkCardEligibility`;

const refusal = (responseCode: number, errorMessage: string) => ({ responseCode, errorMessage });

const stranger = await createAuthority({ commonName: 'Hub authority', validity });
/** Whose certificate does not open the door. */
const strangers = {
  'no certificate': undefined,
  'a certificate of another authority of the same name': await issueTlsCertificate(stranger, {
    commonName: 'Hub client',
    use: { role: 'client' },
    validity,
  }),
  'a certificate an issuer made itself': bank.client,
  "the hub's certificate for servers": hub.server,
  "the hub's expired certificate": await issueTlsCertificate(hub.authority, {
    commonName: 'Hub client',
    use: { role: 'client' },
    validity: validFor(1, new Date('2026-01-01T00:00:00Z')),
  }),
};

describe('the TLS handshake', () => {
  for (const [name, client] of Object.entries(strangers)) {
    it(`fails with ${name}`, async () => {
      const agent = agentTowardsIssuer(client);
      await assert.rejects(send(url, { agent, body: eligibility }));
      await agent.destroy();
    });
  }
});

describe('a call', () => {
  it('reaches its operation at the published path, on the port the server says', async () => {
    assert.equal(issuer.outboundBase, `https://127.0.0.1:${issuer.port}/issuer/igwapi/v2.0`);
    assert.equal((await call('checkCardEligibility', { body: eligibility })).status, 200);
  });

  it('reaches it with a capital, too', async () => {
    assert.equal((await call('CheckCardEligibility', { body: eligibility })).status, 200);
  });

  it('is refused with 404 for any other method', async () => {
    for (const method of ['checkcardeligibility', 'updateCard', 'constructor', 'a/b', '']) {
      const answer = await call(method, { body: eligibility });
      assert.deepEqual([answer.status, answer.body], [404, refusal(112, 'Bad parameter format')]);
    }
  });

  it('is refused for a header that is missing or malformed, before anything else', async () => {
    const agent = agentTowardsIssuer(hub.client);
    const answers = [
      await send(url, { agent, body: 'no JSON', headers: { 'x-correlation-id': 'a/b' } }),
      await send(url, { agent, body: 'no JSON', issuerId: 'SHORT' }),
    ];
    assert.deepEqual(
      answers.map(answer => [answer.status, answer.body]),
      [
        [400, refusal(112, 'Bad parameter format: x-correlation-id')],
        [400, refusal(112, 'Bad parameter format: x-issuer-id')],
      ],
    );
    const { statusCode, body } = await agent.request({
      origin: new URL(url).origin,
      path: new URL(url).pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-issuer-id': bank.issuerId },
      body: '{}',
    });
    assert.deepEqual(
      [statusCode, await body.json()],
      [400, refusal(111, 'Missing required parameter: x-correlation-id')],
    );
    await agent.destroy();
  });

  it('is refused with 113 for an issuer that is not played here', async () => {
    const answer = await call('checkCardEligibility', { body: 'no JSON', issuerId: 'CMISSUER99' });
    assert.deepEqual([answer.status, answer.body], [400, refusal(113, 'Unknown issuer')]);
  });

  it('is refused for a body that is no JSON, or lacks what is due', async () => {
    const answers = [
      await call('checkCardEligibility', { body: '{"walletProviderId":' }),
      await call('checkCardEligibility', { body: '' }),
      await call('checkCardEligibility', { body: [] }),
      await call('checkCardEligibility', { body: { issuerCardRefId: 'any' } }),
      await call('checkCardEligibility', { body: { ...eligibility, walletProviderId: {} } }),
    ];
    assert.deepEqual(
      answers.map(answer => [answer.status, answer.body]),
      [
        [400, refusal(112, 'Bad parameter format: body')],
        [400, refusal(112, 'Bad parameter format: body')],
        [400, refusal(112, 'Bad parameter format: body')],
        [400, refusal(111, 'Missing required parameter: walletProviderId')],
        [400, refusal(112, 'Bad parameter format: walletProviderId')],
      ],
    );
  });

  it('is refused for another media type, and for a body no message needs', async () => {
    const text = await call('checkCardEligibility', { body: 'x', headers: { 'content-type': 'text/plain' } });
    const long = await call('checkCardEligibility', { body: { filling: ' '.repeat(64 * 1024) } });
    assert.deepEqual([text.status, text.body], [415, refusal(112, 'Bad parameter format')]);
    assert.deepEqual([long.status, long.body], [413, refusal(112, 'Bad parameter format')]);
  });

  it('is written down with what was answered, envelopes closed', async () => {
    await call('checkCardEligibility', { body: eligibility, headers: { 'x-correlation-id': 'written' } });
    const [received, ...others] = issuer.journal.ofCorrelation(bank.issuerId, 'written');
    assert.deepEqual(others, []);
    assert.deepEqual(received?.request, eligibility);
    assert.deepEqual(received?.answer, {
      status: 200,
      body: { issuerCardRefId: await referenceOfCard(), productId: 'DEMO-DEBIT' },
    });
  });
});

function referenceOfCard(): Promise<string> {
  const { issuerId } = bank;
  return issuer.references.referenceOf({
    issuerId,
    pan: bankPan(),
    expiryYear: null,
    productId: 'DEMO-DEBIT',
  });
}
