import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { bank, bankPan, plainBank, plainPan, startIssuerUnderTest } from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);

const referenceTo = (expiryYear: string | null, pan = bankPan(), issuerId = bank.issuerId) =>
  issuer.references.referenceOf({ issuerId, pan, expiryYear, productId: 'DEMO-DEBIT' });

const ask = (issuerCardRefId: string, issuerId = bank.issuerId) =>
  call('requestDeviceBinding', {
    issuerId,
    body: {
      deviceBindingReference: 'binding-1',
      virtualCardId: 'vc-1',
      walletProviderId: 'NETFLIX',
      issuerCardRefId,
      walletUserInformation: { walletUserId: 'user-1' },
      deviceInformation: { tokenStorageId: 'phone-1' },
    },
  });

const typesIn = (body: unknown) =>
  (body as { idvMethodList?: { type: string }[] }).idvMethodList?.map(({ type }) => type);

describe('requestDeviceBinding', () => {
  it('decides by the expiry year of the card, as for a token of it', async () => {
    const rows = [
      ['30', 'green', undefined],
      ['31', 'yellow', ['cell_phone', 'email']],
      ['32', 'yellow', ['bank_app']],
      ['33', 'yellow', undefined],
      ['34', 'red', undefined],
      ['37', 'green', undefined],
    ] as const;
    for (const [year, levelOfTrust, types] of rows) {
      const { status, body } = await ask(await referenceTo(year));
      assert.deepEqual(
        [status, (body as { levelOfTrust: string }).levelOfTrust, typesIn(body)],
        [200, levelOfTrust, types],
        year,
      );
    }
  });

  it('lets a merchant that has the card on file bind any other card', async () => {
    const { body } = await ask(await referenceTo('59'));
    assert.deepEqual(body, { levelOfTrust: 'green' });
  });

  it('answers red where it would be yellow and the issuer cannot verify its cardholders', async () => {
    const { body } = await ask(await referenceTo('31', plainPan(), plainBank.issuerId), plainBank.issuerId);
    assert.deepEqual(body, { levelOfTrust: 'red' });
  });

  it('refuses as the year says, unknown cards with 116, and a message that lacks something with 111', async () => {
    const answers = [
      await ask(await referenceTo('45')),
      await ask('unknown'),
      await call('requestDeviceBinding', { body: { issuerCardRefId: 'x' } }),
    ];
    assert.deepEqual(
      answers.map(answer => [answer.status, (answer.body as { responseCode: number }).responseCode]),
      [
        [400, 911],
        [400, 116],
        [400, 111],
      ],
    );
    assert.equal((await ask(await referenceTo('46'))).status, 500);
  });
});
