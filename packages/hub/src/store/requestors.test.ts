import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { UniqueViolation } from '../ports/store.ts';
import { aRequestor, at } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('token requestors', () => {
  const certificate = { fingerprint: 'AA:BB', certificatePem: 'pem', notAfter: at(1000) };
  const shop = aRequestor({ requestorId: 'shop', callbackBase: null, callbackTrust: null });
  beforeEach(() => store.requestors.save(aRequestor()));

  test('a requestor comes back as it was saved, and as it was saved last', async () => {
    assert.deepEqual(await store.requestors.find('wallet'), aRequestor());
    const changed = aRequestor({
      tokenRequestorIds: [{ id: '40010075001', walletProviderId: 'OURS' }],
      callbackTrust: 'pem',
    });
    await store.requestors.save(changed);
    assert.deepEqual(await store.requestors.find('wallet'), changed);
    assert.equal(await store.requestors.find('shop'), null);
  });

  test('requestors are listed by id', async () => {
    await store.requestors.save(shop);
    assert.deepEqual(await store.requestors.list(), [shop, aRequestor()]);
  });

  test('a requestor is found by its certificate', async () => {
    await store.requestors.pinCertificate('wallet', certificate);
    await store.requestors.pinCertificate('wallet', { ...certificate, notAfter: at(2000) });
    assert.deepEqual(await store.requestors.certificates('wallet'), [{ ...certificate, notAfter: at(2000) }]);
    assert.deepEqual(await store.requestors.findByCertificate('AA:BB'), aRequestor());
    assert.equal(await store.requestors.findByCertificate('CC:DD'), null);
  });

  test('a certificate speaks for one requestor only', async () => {
    await store.requestors.save(shop);
    await store.requestors.pinCertificate('wallet', certificate);
    await assert.rejects(
      store.requestors.pinCertificate('shop', certificate),
      (error: unknown) =>
        error instanceof UniqueViolation && error.constraint === 'requestor_certificate_unique',
    );
  });
});
