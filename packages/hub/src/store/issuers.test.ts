import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import type { IssuerPublicKey } from '../core/issuer.ts';
import { anIssuer, at, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('issuers', () => {
  beforeEach(() => store.issuers.save(anIssuer()));

  test('an issuer comes back as it was saved, and as it was saved last', async () => {
    assert.deepEqual(await store.issuers.find('BANKONE001'), anIssuer());
    const settings = { ...anIssuer().settings, methodMap: { sendOTP: 'otp' }, hasIdv: false };
    const changed = anIssuer({ name: 'Bank 1', settings });
    await store.issuers.save(changed);
    assert.deepEqual(await store.issuers.find('BANKONE001'), changed);
    assert.equal(await store.issuers.find('BANKTWO002'), null);
  });

  test('issuers are listed by id', async () => {
    const first = anIssuer({ issuerId: 'ABANK00001' });
    await store.issuers.save(first);
    assert.deepEqual(await store.issuers.list(), [first, anIssuer()]);
  });

  test('keys are listed newest first and removed by identifier', async () => {
    const key = (keyIdentifier: string, seconds: number) => ({
      issuerId: 'BANKONE001',
      keyIdentifier,
      certificatePem: `certificate of ${keyIdentifier}`,
      createdAt: at(seconds),
    });
    await store.issuers.saveKey(key('old', 0));
    await store.issuers.saveKey(key('new', 10));
    await store.issuers.saveKey({ ...key('old', 0), certificatePem: 'renewed' });
    assert.deepEqual(await store.issuers.keys('BANKONE001'), [
      key('new', 10),
      { ...key('old', 0), certificatePem: 'renewed' },
    ]);
    assert.equal(await store.issuers.removeKey('BANKONE001', 'new'), true);
    assert.equal(await store.issuers.removeKey('BANKONE001', 'new'), false);
    const left = await store.issuers.keys('BANKONE001');
    assert.deepEqual(
      left.map(key => key.keyIdentifier),
      ['old'],
    );
  });

  test('public keys are kept apart by what they are for', async () => {
    const key = (keyIdentifier: string, seconds: number): IssuerPublicKey => ({
      issuerId: 'BANKONE001',
      purpose: 'SIGNING',
      keyIdentifier,
      publicKeyPem: `key ${keyIdentifier}`,
      createdAt: at(seconds),
    });
    await store.issuers.savePublicKey(key('old', 0));
    await store.issuers.savePublicKey(key('new', 10));
    await store.issuers.savePublicKey({ ...key('old', 0), publicKeyPem: 'changed' });
    assert.deepEqual(await store.issuers.publicKeys('BANKONE001', 'SIGNING'), [
      key('new', 10),
      { ...key('old', 0), publicKeyPem: 'changed' },
    ]);
    await store.issuers.savePublicKey({ ...key('new', 0), purpose: 'ENCRYPTION' });
    assert.deepEqual(await store.issuers.keys('BANKONE001'), []);
    assert.equal(await store.issuers.removePublicKey(key('new', 10)), true);
    assert.equal(await store.issuers.removePublicKey(key('new', 10)), false);
    assert.equal((await store.issuers.publicKeys('BANKONE001', 'SIGNING')).length, 1);
    assert.equal((await store.issuers.publicKeys('BANKONE001', 'ENCRYPTION')).length, 1);
  });

  test('a key of an unknown issuer is a fault', async () => {
    const key = { issuerId: 'NOBODY0000', keyIdentifier: 'k', certificatePem: 'c', createdAt: start };
    await assert.rejects(store.issuers.saveKey(key), /foreign key/);
  });

  test('one certificate may speak for several issuers', async () => {
    const certificate = { fingerprint: 'AA:BB', certificatePem: 'pem', notAfter: at(1000) };
    await store.issuers.save(anIssuer({ issuerId: 'ABANK00001' }));
    await store.issuers.pinCertificate('BANKONE001', certificate);
    await store.issuers.pinCertificate('BANKONE001', { ...certificate, notAfter: at(2000) });
    await store.issuers.pinCertificate('ABANK00001', certificate);
    assert.deepEqual(await store.issuers.certificates('BANKONE001'), [
      { ...certificate, notAfter: at(2000) },
    ]);
    assert.deepEqual(await store.issuers.idsByCertificate('AA:BB'), ['ABANK00001', 'BANKONE001']);
    assert.equal(await store.issuers.unpinCertificate('ABANK00001', 'AA:BB'), true);
    assert.equal(await store.issuers.unpinCertificate('ABANK00001', 'AA:BB'), false);
    assert.deepEqual(await store.issuers.idsByCertificate('AA:BB'), ['BANKONE001']);
    assert.deepEqual(await store.issuers.idsByCertificate('CC:DD'), []);
  });
});
