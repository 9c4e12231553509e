import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { bank, bankPan, plainBank, plainPan, startIssuerUnderTest } from './issuer-under-test.fixture.ts';

const { call, close, issuer } = await startIssuerUnderTest();
after(close);

const listFor = (issuerCardRefId: string, issuerId = bank.issuerId) =>
  call('getIDnVMethodList', { issuerId, body: { issuerCardRefId, virtualCardId: 'vc-1' } });
const referenceTo = (expiryYear: string, pan = bankPan(), issuerId = bank.issuerId) =>
  issuer.references.referenceOf({ issuerId, pan, expiryYear, productId: 'DEMO-DEBIT' });

describe('getIDnVMethodList', () => {
  it('lists phone and mail for 33, which had no list in its decision', async () => {
    assert.deepEqual((await listFor(await referenceTo('33'))).body, {
      idvMethodList: [
        { id: 'cell-phone', type: 'cell_phone', value: '+99 ** *** ** 17' },
        { id: 'email', type: 'email', value: 'c***@example.com' },
      ],
    });
  });

  it('lists what the decision had where it had a list', async () => {
    const { body } = await listFor(await referenceTo('36'));
    const types = (body as { idvMethodList: { type: string }[] }).idvMethodList.map(method => method.type);
    assert.deepEqual(types, ['website', 'outbound_call', '3ds']);
  });

  it('refuses with 510 without ID&V, and unknown cards with 116', async () => {
    const plain = await referenceTo('31', plainPan(), plainBank.issuerId);
    const answers = [
      await listFor(plain, plainBank.issuerId),
      await listFor(await referenceTo('37')),
      await listFor('unknown'),
    ];
    assert.deepEqual(
      answers.map(answer => [answer.status, (answer.body as { responseCode: number }).responseCode]),
      [
        [400, 510],
        [400, 510],
        [400, 116],
      ],
    );
  });
});
