import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { bank, now, plainBank, sealFor, startIssuerUnderTest } from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);

const activation = {
  issuerCardRefId: 'reference-1',
  virtualCardId: 'vc-1',
  walletProviderId: 'APPLE_PAY',
  isPrimary: true,
  action: 'ACTIVATE',
  source: 'TSP',
};
const tokenInfo = await sealFor(bank, writeTokenInfo({ token: '9990900100000006', tokenExpiryDate: '1231' }));

describe('notifyVirtualCardChange', () => {
  it('is acknowledged without a body, and written down as it came, envelope closed', async () => {
    const body = { ...activation, tokenInfo };
    const answer = await call('notifyVirtualCardChange', { body, headers: { 'x-correlation-id': 'n-1' } });
    assert.deepEqual([answer.status, answer.body], [200, null]);
    const [received] = issuer.journal.ofCorrelation(bank.issuerId, 'n-1');
    assert.deepEqual(received, {
      issuerId: bank.issuerId,
      correlationId: 'n-1',
      operation: 'notifyVirtualCardChange',
      receivedAt: now.toISOString(),
      request: body,
      answer: { status: 200, body: undefined },
    });
  });

  it('takes repetitions and actions of a later version', async () => {
    const body = { ...activation, action: 'TELEPORT' };
    const headers = { 'x-correlation-id': 'n-2' };
    for (let time = 0; time < 2; time++)
      assert.equal((await call('notifyVirtualCardChange', { body, headers })).status, 200);
    assert.equal(issuer.journal.ofCorrelation(bank.issuerId, 'n-2').length, 2);
  });

  it('is refused with 112 when the token information does not open', async () => {
    const body = { ...activation, tokenInfo };
    const answer = await call('notifyVirtualCardChange', { body, issuerId: plainBank.issuerId });
    assert.deepEqual(
      [answer.status, answer.body],
      [400, { responseCode: 112, errorMessage: 'Bad parameter format: tokenInfo' }],
    );
  });

  it('is told apart from other calls, and from those to another issuer', async () => {
    await call('getIDnVMethodList', { body: { issuerCardRefId: 'x', virtualCardId: 'vc-1' } });
    const ours = issuer.journal.notifications(bank.issuerId);
    assert.ok(ours.length > 0);
    assert.ok(ours.every(call => call.operation === 'notifyVirtualCardChange'));
    assert.equal(issuer.journal.notifications(plainBank.issuerId).length, 1);
  });
});
