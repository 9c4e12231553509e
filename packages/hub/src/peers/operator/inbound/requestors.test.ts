import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { RequestorList, RequestorView } from '@countermark/wire/operator/requestor';
import { fingerprint256 } from '../../../identity/certificate-rules.ts';
import { selfSignTlsCertificate, validFor } from '../../../identity/certificates.ts';
import { openOperatorApi } from './operator-api.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

const use = { role: 'client' } as const;
const validity = validFor(30, new Date());
const client = await selfSignTlsCertificate({ commonName: 'wallet', use, validity });

const url = '/requestors/wallet';
const wallet = { tokenRequestorIds: [{ id: '40010030273' }] };

describe('PUT /requestors/{requestorId}', () => {
  it('makes a token requestor', async () => {
    const { status, body } = await call<RequestorView>('PUT', url, wallet);
    assert.equal(status, 201);
    assert.deepEqual(body, { requestorId: 'wallet', name: 'wallet', ...wallet, certificates: [] });
    assert.deepEqual(await store.requestors.find('wallet'), {
      requestorId: 'wallet',
      name: 'wallet',
      tokenRequestorIds: [{ id: '40010030273', walletProviderId: null }],
      callbackBase: null,
      callbackTrust: null,
    });
  });

  it('replaces it and leaves certificates', async () => {
    await call('PUT', url, wallet);
    await call('POST', `${url}/certificates`, { certificatePem: client.certificatePem });
    const change = {
      name: 'My wallet',
      tokenRequestorIds: [{ id: '99900000001', walletProviderId: 'MY_WALLET' }],
      callbackBase: 'https://wallet.example/callbacks/',
      callbackTrust: client.certificatePem,
    };
    const { status, body } = await call<RequestorView>('PUT', url, change);
    assert.equal(status, 200);
    const { certificates, ...rest } = body;
    assert.deepEqual(rest, {
      ...change,
      requestorId: 'wallet',
      callbackBase: 'https://wallet.example/callbacks',
    });
    assert.deepEqual(
      certificates.map(({ fingerprint }) => fingerprint),
      [fingerprint256(client.certificatePem)],
    );
  });

  it('refuses what cannot work, each by name', async () => {
    const wrong: [parameter: string, change: object][] = [
      ['tokenRequestorIds', { tokenRequestorIds: [] }],
      ['tokenRequestorIds.0.id', { tokenRequestorIds: [{ id: '4001003027X' }] }],
      ['tokenRequestorIds.1.id', { tokenRequestorIds: [{ id: '40010030273' }, { id: '40010030273' }] }],
      ['callbackBase', { callbackBase: 'http://wallet.example' }],
      ['callbackBase', { callbackBase: 'https://wallet.example#here' }],
    ];
    for (const [parameter, change] of wrong) {
      const refusal = await refused('bad-parameter', ['PUT', url, { ...wallet, ...change }]);
      assert.equal(refusal.parameter, parameter);
    }
    const untrusted = await refused('bad-certificate', ['PUT', url, { ...wallet, callbackTrust: 'none' }]);
    assert.equal(untrusted.parameter, 'callbackTrust');
    const badId = await refused('bad-parameter', ['PUT', '/requestors/my%20wallet', wallet]);
    assert.equal(badId.parameter, 'requestorId');
    assert.deepEqual(await store.requestors.list(), []);
  });
});

describe('GET /requestors', () => {
  it('lists all, and one', async () => {
    await call('PUT', url, wallet);
    const { requestors } = (await call<RequestorList>('GET', '/requestors')).body;
    assert.deepEqual(requestors, [{ requestorId: 'wallet', name: 'wallet', ...wallet }]);
    assert.equal((await call<RequestorView>('GET', url)).body.requestorId, 'wallet');
  });

  it('knows no requestor that is not there', async () => {
    assert.match((await refused('not-found', ['GET', url])).message, /wallet/);
  });
});

describe('POST /requestors/{requestorId}/certificates', () => {
  const pin = { certificatePem: client.certificatePem };

  it('pins the client certificate the requestor is known by', async () => {
    await call('PUT', url, wallet);
    assert.equal((await call('POST', `${url}/certificates`, pin)).status, 201);
    assert.equal((await call('POST', `${url}/certificates`, pin)).status, 200);
    const known = await store.requestors.findByCertificate(fingerprint256(client.certificatePem));
    assert.equal(known?.requestorId, 'wallet');
  });

  it('refuses one of another requestor, and the unknown requestor', async () => {
    await call('PUT', url, wallet);
    await call('PUT', '/requestors/other', wallet);
    await call('POST', '/requestors/other/certificates', pin);
    const taken = await refused('certificate-taken', ['POST', `${url}/certificates`, pin]);
    assert.match(taken.message, /requestor other .*requestor wallet/);
    const nobody = await refused('not-found', ['POST', '/requestors/nobody/certificates', pin]);
    assert.match(nobody.message, /nobody/);
  });
});
