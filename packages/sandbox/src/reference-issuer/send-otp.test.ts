import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import {
  bank,
  bankPan,
  now,
  plainBank,
  plainPan,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);

const referenceTo = (expiryYear: string, pan = bankPan(), issuerId = bank.issuerId) =>
  issuer.references.referenceOf({ issuerId, pan, expiryYear, productId: 'DEMO-DEBIT' });

const sendOtp = (body: object, more: { issuerId?: string; session?: string } = {}) =>
  call('sendOTP', {
    body: { walletProviderId: 'APPLE_PAY', otpValue: '042917', otpMethodId: 'cell-phone', ...body },
    ...(more.issuerId && { issuerId: more.issuerId }),
    headers: { 'x-correlation-id': more.session ?? 'session-1' },
  });
const codeOf = (answer: { body: unknown }) => (answer.body as { responseCode: number }).responseCode;

describe('sendOTP', () => {
  it('delivers the code unchanged, and answers without a body', async () => {
    const issuerCardRefId = await referenceTo('31');
    const expirationDate = '2026-11-22T10:10:00Z';
    const answer = await sendOtp({ issuerCardRefId, expirationDate }, { session: 'delivered' });
    assert.deepEqual([answer.status, answer.body], [200, null]);
    assert.deepEqual(issuer.inbox.ofCorrelation('delivered'), [
      {
        issuerId: bank.issuerId,
        correlationId: 'delivered',
        issuerCardRefId,
        otpMethodId: 'cell-phone',
        type: 'cell_phone',
        otpValue: '042917',
        deliveredAt: now.toISOString(),
        expirationDate,
      },
    ]);
  });

  it('delivers by mail, several codes of a session in order, and none of another', async () => {
    const issuerCardRefId = await referenceTo('31');
    const session = 'several';
    await sendOtp({ issuerCardRefId, otpMethodId: 'email', otpValue: '000001' }, { session });
    await sendOtp({ issuerCardRefId, otpMethodId: 'email', otpValue: '000002' }, { session });
    const codes = issuer.inbox.ofCorrelation(session).map(code => [code.type, code.otpValue]);
    assert.deepEqual(codes, [
      ['email', '000001'],
      ['email', '000002'],
    ]);
  });

  it('delivers for a card whose decision was green, for the hub may want step-up', async () => {
    assert.equal((await sendOtp({ issuerCardRefId: await referenceTo('30') })).status, 200);
  });

  it('refuses methods that it did not offer or that take no code with 501', async () => {
    const session = 'refused';
    const bankAppOnly = await referenceTo('32');
    for (const otpMethodId of ['cell-phone', 'bank-app', 'unknown'])
      assert.equal(codeOf(await sendOtp({ issuerCardRefId: bankAppOnly, otpMethodId }, { session })), 501);
    const without = await referenceTo('31', plainPan(), plainBank.issuerId);
    const atPlainBank = { session, issuerId: plainBank.issuerId };
    assert.equal(codeOf(await sendOtp({ issuerCardRefId: without }, atPlainBank)), 501);
    assert.deepEqual(issuer.inbox.ofCorrelation(session), []);
  });

  it('refuses every method for 48', async () => {
    const issuerCardRefId = await referenceTo('48');
    for (const otpMethodId of ['cell-phone', 'email'])
      assert.equal(codeOf(await sendOtp({ issuerCardRefId, otpMethodId })), 501);
  });

  it('refuses unknown cards with 116', async () => {
    assert.equal(codeOf(await sendOtp({ issuerCardRefId: 'unknown' })), 116);
  });

  it('keeps the code out of the journal', async () => {
    await sendOtp({ issuerCardRefId: await referenceTo('31') }, { session: 'kept' });
    const [received] = issuer.journal.ofCorrelation(bank.issuerId, 'kept');
    assert.equal((received?.request as { otpValue: string } | undefined)?.otpValue, '******');
  });
});
