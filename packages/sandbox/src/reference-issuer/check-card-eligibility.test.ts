import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import {
  bank,
  bankPan,
  now,
  plainBank,
  plainPan,
  sealedCard,
  sealFor,
  startIssuerUnderTest,
} from './issuer-under-test.fixture.ts';

const { call, close } = await startIssuerUnderTest();
after(close);

const walletProviderId = 'APPLE_PAY';
const ask = async (card: { fpan: string; exp?: string }) =>
  call('checkCardEligibility', { body: { walletProviderId, ...(await sealedCard(bank, card)) } });
const askWith = (body: object, issuerId?: string) =>
  call('checkCardEligibility', { body: { walletProviderId, ...body }, ...(issuerId && { issuerId }) });

const refusedWith = (answer: { status: number; body: unknown }) => {
  assert.equal(answer.status, 400);
  return (answer.body as { responseCode: number }).responseCode;
};
const referenceIn = (answer: { body: unknown }) =>
  (answer.body as { issuerCardRefId: string }).issuerCardRefId;

describe('checkCardEligibility', () => {
  it('answers reference and product, the reference always the same', async () => {
    const first = await ask({ fpan: bankPan(), exp: '1230' });
    assert.equal(first.status, 200);
    assert.deepEqual(Object.keys(first.body as object), ['issuerCardRefId', 'productId']);
    assert.equal((first.body as { productId: string }).productId, 'DEMO-DEBIT');
    assert.deepEqual((await ask({ fpan: bankPan(), exp: '0132' })).body, first.body);
    assert.notEqual(referenceIn(await ask({ fpan: bankPan(1), exp: '1230' })), referenceIn(first));
  });

  for (const [year, code] of Object.entries({ 39: 164, 40: 158, 41: 159, 42: 160, 43: 163, 44: 166 })) {
    it(`refuses a card of 20${year} with ${code}`, async () => {
      assert.equal(refusedWith(await ask({ fpan: bankPan(), exp: `12${year}` })), code);
    });
  }

  for (const year of [30, 31, 32, 33, 34, 35, 36, 37, 38, 45, 46, 47, 48]) {
    it(`finds a card of 20${year} eligible`, async () => {
      assert.equal((await ask({ fpan: bankPan(), exp: `12${year}` })).status, 200);
    });
  }

  it('finds a card without expiry date eligible', async () => {
    assert.equal((await ask({ fpan: bankPan(2) })).status, 200);
  });

  it('refuses a card that is over, and not one in its last month', async () => {
    assert.equal(now.toISOString().slice(0, 7), '2026-11');
    assert.equal(refusedWith(await ask({ fpan: bankPan(), exp: '1026' })), 158);
    assert.equal((await ask({ fpan: bankPan(), exp: '1126' })).status, 200);
  });

  it('refuses a PAN that fails Luhn with 166, and one of another bank with 116', async () => {
    const wrong = bankPan().slice(0, -1) + ((Number(bankPan().at(-1)) + 1) % 10);
    assert.equal(refusedWith(await ask({ fpan: wrong, exp: '1230' })), 166);
    assert.equal(refusedWith(await ask({ fpan: '4111111111111111', exp: '1230' })), 116);
    assert.equal(refusedWith(await ask({ fpan: plainPan(), exp: '1230' })), 116);
  });

  it('goes by the reference alone for a card it knows, under the test case of its last expiry date', async () => {
    const issuerCardRefId = referenceIn(await ask({ fpan: bankPan(3), exp: '1230' }));
    assert.deepEqual((await askWith({ issuerCardRefId })).body, { issuerCardRefId, productId: 'DEMO-DEBIT' });
    await ask({ fpan: bankPan(3), exp: '1242' });
    assert.equal(refusedWith(await askWith({ issuerCardRefId })), 160);
    assert.equal(refusedWith(await askWith({ issuerCardRefId: 'unknown' })), 116);
    assert.equal(refusedWith(await askWith({ issuerCardRefId }, plainBank.issuerId)), 116);
  });

  it('finds a card by reference good to the end of its year', async () => {
    const issuerCardRefId = referenceIn(await ask({ fpan: bankPan(4), exp: '1126' }));
    assert.equal((await askWith({ issuerCardRefId })).status, 200);
    await ask({ fpan: bankPan(4), exp: '1225' });
    assert.equal(refusedWith(await askWith({ issuerCardRefId })), 158);
  });

  it('opens what is sealed in either encoding and either recipient form, with the key named or not', async () => {
    const plaintext = writeCardInfo({ fpan: bankPan(), exp: '1230' });
    for (const encoding of ['base64', 'hex'] as const) {
      for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
        const cipheredCardInfo = await sealFor(bank, plaintext, { encoding, recipient });
        for (const publicKeyIdentifier of [bank.envelope.keyIdentifier, '', undefined])
          assert.equal((await askWith({ cipheredCardInfo, publicKeyIdentifier })).status, 200);
      }
    }
  });

  it('opens PKCS#1 v1.5 only where it is agreed on, and OAEP always', async () => {
    const padding = 'RSAES-PKCS1-v1_5';
    const legacy = await sealFor(bank, writeCardInfo({ fpan: bankPan() }), { padding });
    assert.equal(refusedWith(await askWith({ cipheredCardInfo: legacy })), 112);
    assert.equal(
      (await askWith(await sealedCard(plainBank, { fpan: plainPan() }), 'CMISSUER02')).status,
      200,
    );
    const modern = await sealFor(plainBank, writeCardInfo({ fpan: plainPan() }), {
      padding: 'RSAES-OAEP-SHA-256',
    });
    assert.equal((await askWith({ cipheredCardInfo: modern }, 'CMISSUER02')).status, 200);
  });

  it('answers the same whatever is wrong with an envelope', async () => {
    const good = await sealFor(bank, writeCardInfo({ fpan: bankPan() }));
    const wrong = [
      { cipheredCardInfo: 'no envelope' },
      { cipheredCardInfo: await sealFor(plainBank, writeCardInfo({ fpan: bankPan() })) },
      { cipheredCardInfo: await sealFor(bank, Buffer.from('no JSON')) },
      { cipheredCardInfo: await sealFor(bank, Buffer.from('{"exp":"1230"}')) },
      { cipheredCardInfo: good, publicKeyIdentifier: 'another-key' },
    ];
    for (const body of wrong) {
      assert.deepEqual(await askWith(body), {
        status: 400,
        contentType: 'application/json; charset=utf-8',
        body: { responseCode: 112, errorMessage: 'Bad parameter format: cipheredCardInfo' },
      });
    }
  });

  it('takes exactly one of card data and reference', async () => {
    const card = await sealedCard(bank, { fpan: bankPan() });
    assert.equal(refusedWith(await askWith({})), 111);
    assert.equal(refusedWith(await askWith({ ...card, issuerCardRefId: 'any' })), 112);
  });
});
