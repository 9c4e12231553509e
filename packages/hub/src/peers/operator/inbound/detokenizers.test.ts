import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { after, beforeEach, describe, it } from 'node:test';
import type { DetokenizerList, DetokenizerView } from '@countermark/wire/operator/detokenizer';
import { compactDecrypt } from 'jose';
import { fingerprint256 } from '../../../identity/certificate-rules.ts';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '../../../identity/certificates.ts';
import { openOperatorApi } from './operator-api.fixture.ts';

const { hub, store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

const validity = validFor(30, new Date());
const client = await selfSignTlsCertificate({ commonName: 'acquirer', use: { role: 'client' }, validity });
const encryption = await selfSignEnvelopeCertificate({
  commonName: 'acquirer',
  modulusLength: 2048,
  validity,
});

const url = '/detokenizers/acquirer';
const acquirer = { encryptionCertificatePem: encryption.certificatePem };
const macKeyIn = async ({ cipheredMacKey }: DetokenizerView) =>
  (await compactDecrypt(cipheredMacKey, createPrivateKey(encryption.privateKeyPem))).plaintext;

describe('PUT /detokenizers/{detokenizerId}', () => {
  it('makes one, with a MAC key that only it can open', async () => {
    const { status, body } = await call<DetokenizerView>('PUT', url, acquirer);
    assert.equal(status, 201);
    const { cipheredMacKey: _, ...rest } = body;
    assert.deepEqual(rest, {
      detokenizerId: 'acquirer',
      name: 'acquirer',
      answers: 'WHEN_ALL_PASSED',
      ...acquirer,
      certificates: [],
    });
    assert.equal((await macKeyIn(body)).length, 32);
  });

  it('replaces it and leaves certificates and MAC key', async () => {
    hub.ids.bytes = count => new Uint8Array(count).fill(1);
    const { body: made } = await call<DetokenizerView>('PUT', url, acquirer);
    await call('POST', `${url}/certificates`, { certificatePem: client.certificatePem });
    hub.ids.bytes = count => new Uint8Array(count).fill(2);
    const change = { ...acquirer, name: 'My acquirer', answers: 'ALSO_OUTSIDE_DOMAIN' };
    const { status, body } = await call<DetokenizerView>('PUT', url, change);
    assert.deepEqual([status, body.name, body.answers], [200, 'My acquirer', 'ALSO_OUTSIDE_DOMAIN']);
    assert.equal(body.certificates.length, 1);
    assert.deepEqual(await macKeyIn(body), await macKeyIn(made));
  });

  it('refuses what cannot work, and changes nothing', async () => {
    const untrusted = { encryptionCertificatePem: client.certificatePem };
    assert.equal(
      (await refused('bad-certificate', ['PUT', url, untrusted])).parameter,
      'encryptionCertificatePem',
    );
    const wrong = await refused('bad-parameter', ['PUT', url, { ...acquirer, answers: 'ALWAYS' }]);
    assert.equal(wrong.parameter, 'answers');
    assert.equal(
      (await refused('missing-parameter', ['PUT', url, {}])).parameter,
      'encryptionCertificatePem',
    );
    assert.deepEqual(await store.detokenizers.list(), []);
  });
});

describe('GET /detokenizers', () => {
  it('lists all, and one', async () => {
    await call('PUT', url, acquirer);
    const { detokenizers } = (await call<DetokenizerList>('GET', '/detokenizers')).body;
    assert.deepEqual(detokenizers, [
      { detokenizerId: 'acquirer', name: 'acquirer', answers: 'WHEN_ALL_PASSED' },
    ]);
    assert.equal((await call<DetokenizerView>('GET', url)).body.detokenizerId, 'acquirer');
  });

  it('knows none that is not there', async () => {
    assert.match((await refused('not-found', ['GET', url])).message, /acquirer/);
  });
});

describe('POST /detokenizers/{detokenizerId}/certificates', () => {
  const pin = { certificatePem: client.certificatePem };

  it('pins the client certificate it is known by', async () => {
    await call('PUT', url, acquirer);
    assert.equal((await call('POST', `${url}/certificates`, pin)).status, 201);
    assert.equal((await call('POST', `${url}/certificates`, pin)).status, 200);
    const known = await store.detokenizers.findByCertificate(fingerprint256(client.certificatePem));
    assert.equal(known?.detokenizerId, 'acquirer');
  });

  it('refuses one of a requestor, and gives a requestor none of its own', async () => {
    const wallet = { tokenRequestorIds: [{ id: '40010030273' }] };
    await call('PUT', '/requestors/wallet', wallet);
    await call('PUT', url, acquirer);
    await call('POST', '/requestors/wallet/certificates', pin);
    const taken = await refused('certificate-taken', ['POST', `${url}/certificates`, pin]);
    assert.match(taken.message, /requestor wallet .*detokenizer acquirer/);
    await store.empty();
    await call('PUT', '/requestors/wallet', wallet);
    await call('PUT', url, acquirer);
    await call('POST', `${url}/certificates`, pin);
    const other = await refused('certificate-taken', ['POST', '/requestors/wallet/certificates', pin]);
    assert.match(other.message, /detokenizer acquirer .*requestor wallet/);
  });

  it('refuses the unknown', async () => {
    assert.match((await refused('not-found', ['POST', `${url}/certificates`, pin])).message, /acquirer/);
  });
});
