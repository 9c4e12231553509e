import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { PinnedCertificateView } from '@countermark/wire/operator/certificate';
import type {
  EncryptionKeyView,
  IssuerKeyView,
  IssuerList,
  IssuerView,
  SigningKeyView,
} from '@countermark/wire/operator/issuer';
import { defaultIssuerSettings } from '../../../core/issuer.ts';
import { fingerprint256 } from '../../../identity/certificate-rules.ts';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '../../../identity/certificates.ts';
import { clientSecretAddress } from '../../../ports/aggregates/issuers.ts';
import { openOperatorApi } from './operator-api.fixture.ts';
import { product } from './stored-records.fixture.ts';

const { hub, store, call, refused, operator, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

const validity = validFor(30, new Date());
const envelope = await selfSignEnvelopeCertificate({ commonName: 'A bank', modulusLength: 2048, validity });
const otherEnvelope = await selfSignEnvelopeCertificate({
  commonName: 'A bank',
  modulusLength: 2048,
  validity,
});
const client = await selfSignTlsCertificate({ commonName: 'A bank', use: { role: 'client' }, validity });
const otherClient = await selfSignTlsCertificate({
  commonName: 'A bank',
  use: { role: 'client' },
  validity,
});

const url = '/issuers/TESTBANK01';
const outboundBase = 'https://bank.example/issuer/igwapi/v2.0';
const bank = { name: 'Test Bank', settings: { outboundBase } };

describe('PUT /issuers/{issuerId}', () => {
  it('makes an issuer with the settings of every new one', async () => {
    const { status, body } = await call<IssuerView>('PUT', url, bank);
    const { serverTrust, ...defaults } = defaultIssuerSettings;
    assert.equal(status, 201);
    assert.deepEqual(body, {
      issuerId: 'TESTBANK01',
      name: 'Test Bank',
      settings: { ...defaults, outboundBase },
      keys: [],
      signingKeys: [],
      encryptionKeys: [],
      hasClientSecret: false,
      certificates: [],
    });
    assert.deepEqual((await store.issuers.find('TESTBANK01'))?.settings.serverTrust, serverTrust);
  });

  it('replaces the settings and leaves keys and certificates', async () => {
    await call('PUT', url, { ...bank, settings: { outboundBase, encoding: 'hex', connectTimeout: 1_000 } });
    await call('PUT', `${url}/keys/key-1`, { certificatePem: envelope.certificatePem });
    await call('POST', `${url}/certificates`, { certificatePem: client.certificatePem });
    const settings = {
      outboundBase: 'https://other.example:8443/gateway/',
      methodMap: { sendOTP: 'SendOtp' },
      padding: 'RSAES-PKCS1-v1_5',
      recipientForm: 'issuerAndSerialNumber',
      inboundPkcs1v15: 'allowed',
      hasIdv: false,
      pushAuthentication: 'ISSUER',
      notifyRenewals: true,
      notificationTimeout: 30_000,
    };
    const { status, body } = await call<IssuerView>('PUT', url, { name: 'New name', settings });
    assert.equal(status, 200);
    assert.equal(body.name, 'New name');
    assert.deepEqual(body.settings, {
      ...settings,
      outboundBase: 'https://other.example:8443/gateway',
      encoding: 'base64',
      connectTimeout: 2_000,
      answerTimeout: 5_000,
    });
    assert.deepEqual([body.keys.length, body.certificates.length], [1, 1]);
    const stored = await store.issuers.find('TESTBANK01');
    assert.equal(stored?.settings.encoding, 'base64');
  });

  it('keeps the certificates a server is trusted by, and nothing around them', async () => {
    const serverTrust = `Subject: A bank\n${client.certificatePem}\n${envelope.certificatePem}`;
    const { body } = await call<IssuerView>('PUT', url, { ...bank, settings: { outboundBase, serverTrust } });
    assert.equal(body.settings.serverTrust, client.certificatePem + envelope.certificatePem);
  });

  it('refuses an id that is none', async () => {
    for (const issuerId of ['SHORT', 'ELEVEN_LONG', 'TEST+BANK1']) {
      const refusal = await refused('bad-parameter', ['PUT', `/issuers/${issuerId}`, bank]);
      assert.deepEqual(
        [refusal.parameter, refusal.message],
        ['issuerId', 'issuerId is wrong. Expected: 10 characters: letters, digits, _ or -.'],
      );
    }
  });

  it('refuses settings that cannot work, each by name', async () => {
    const wrong: [parameter: string, settings: object][] = [
      ['settings.outboundBase', { outboundBase: 'http://bank.example' }],
      ['settings.outboundBase', { outboundBase: 'https://' }],
      ['settings.outboundBase', { outboundBase: 'https://user:secret@bank.example' }],
      ['settings.outboundBase', { outboundBase: 'https://bank.example/?' }],
      ['settings.answerTimeout', { answerTimeout: 999 }],
      ['settings.connectTimeout', { connectTimeout: 30_001 }],
      ['settings.notificationTimeout', { notificationTimeout: 5_000.5 }],
      ['settings.padding', { padding: 'OAEP' }],
      ['settings.hasIdv', { hasIdv: 'no' }],
      ['settings.pushAuthentication', { pushAuthentication: 'NOBODY' }],
      ['settings.notifyRenewals', { notifyRenewals: 1 }],
      ['settings.methodMap.sendOTP', { methodMap: { sendOTP: 'otp/send' } }],
      ['settings.auxiliary.outboundBase', { auxiliary: { outboundBase: 'http://bank.example' } }],
      ['settings.auxiliary.outboundBase', { auxiliary: { outboundBase: 'https://bank.example/#' } }],
    ];
    for (const [parameter, settings] of wrong) {
      const body = { ...bank, settings: { outboundBase, ...settings } };
      const refusal = await refused('bad-parameter', ['PUT', url, body]);
      assert.equal(refusal.parameter, parameter);
      assert.doesNotMatch(refusal.message, /secret/);
    }
    assert.equal(await store.issuers.find('TESTBANK01'), null);
  });

  it('keeps where the auxiliary API is', async () => {
    const auxiliary = {
      outboundBase: 'https://bank.example/issuer/igwauxapi/',
      methodMap: { requestCoBadgeDigitization: 'RequestCoBadgeDigitization' },
    };
    const body = { ...bank, settings: { outboundBase, auxiliary } };
    const kept = { ...auxiliary, outboundBase: 'https://bank.example/issuer/igwauxapi' };
    assert.deepEqual((await call<IssuerView>('PUT', url, body)).body.settings.auxiliary, kept);
    assert.deepEqual((await store.issuers.find('TESTBANK01'))?.settings.auxiliary, kept);
    const { status, body: without } = await call<IssuerView>('PUT', url, bank);
    assert.deepEqual([status, without.settings.auxiliary], [200, undefined]);
  });

  it('refuses methods the hub never calls, and names those it does', async () => {
    const body = { ...bank, settings: { outboundBase, methodMap: { getCardInfo: 'card' } } };
    const refusal = await refused('unknown-parameter', ['PUT', url, body]);
    assert.equal(refusal.parameter, 'settings.methodMap.getCardInfo');
    assert.match(refusal.message, /checkCardEligibility, requestCardDigitization/);
  });

  it('demands name and base', async () => {
    assert.equal((await refused('missing-parameter', ['PUT', url, { name: 'A' }])).parameter, 'settings');
    const baseless = { name: 'A', settings: {} };
    assert.equal(
      (await refused('missing-parameter', ['PUT', url, baseless])).parameter,
      'settings.outboundBase',
    );
  });

  it('refuses a trust that holds no certificate, or a private key', async () => {
    const trust = (serverTrust: string) => ({ ...bank, settings: { outboundBase, serverTrust } });
    const broken = client.certificatePem.replace(/\n\w{8}/, '\nAAAAAAAA');
    for (const pem of ['no certificate', broken]) {
      const refusal = await refused('bad-certificate', ['PUT', url, trust(pem)]);
      assert.equal(refusal.parameter, 'settings.serverTrust');
    }
    const refusal = await refused('bad-certificate', ['PUT', url, trust(client.privateKeyPem)]);
    assert.match(refusal.message, /private key/);
  });
});

describe('an issuer that speaks D1', () => {
  const d1 = { outboundBase: 'https://bank.example/' };
  const oauth2 = { tokenUrl: 'https://bank.example/authz/d1/v1/oauth2/token', clientId: 'countermark' };
  const secret = 'the secret of the hub';
  const speaksD1 = (more: object = {}) => ({ name: 'Test Bank', settings: { d1: { ...d1, ...more } } });

  it('needs no Issuer Gateway, and has the settings of every new one', async () => {
    const { status, body } = await call<IssuerView>('PUT', url, speaksD1());
    assert.equal(status, 201);
    assert.equal(body.settings.outboundBase, undefined);
    assert.deepEqual(body.settings.d1, {
      outboundBase: 'https://bank.example',
      paths: {},
      cardNotifications: 'V2',
      notificationsPerCall: 10,
      sendsCardIdForConsumer: false,
    });
    const stored = await store.issuers.find('TESTBANK01');
    assert.deepEqual([stored?.settings.outboundBase, stored?.settings.d1?.oauth2], [null, null]);
  });

  it('may have all of them otherwise, beside an Issuer Gateway, and loses them when they are not sent', async () => {
    const settings = {
      outboundBase: 'https://bank.example',
      paths: { consumers: '/banking/v1', cms: '' },
      oauth2: { ...oauth2, scope: 'notify cards', basicAlphabet: 'base64url' },
      cardNotifications: 'V1',
      notificationsPerCall: 100,
      sendsCardIdForConsumer: true,
    };
    const both = { ...bank, settings: { outboundBase, d1: settings } };
    const { body } = await call<IssuerView>('PUT', url, both);
    assert.deepEqual([body.settings.d1, body.settings.outboundBase], [settings, outboundBase]);
    const again = await call<IssuerView>('PUT', url, { name: body.name, settings: body.settings });
    assert.deepEqual([again.status, again.body], [200, body], 'what is shown may be sent again');
    assert.equal((await call<IssuerView>('PUT', url, bank)).body.settings.d1, undefined);
  });

  it('keeps the API that its products speak', async () => {
    await call('PUT', url, { ...bank, settings: { outboundBase, d1 } });
    const range = { panRanges: [{ prefix: '99901001', panLength: 16 }] };
    await store.products.save({ ...product, ...range, productId: 'GATEWAY' });
    const gatewayGone = await refused('missing-parameter', ['PUT', url, speaksD1()]);
    assert.equal(gatewayGone.parameter, 'settings.outboundBase');
    await store.products.save({ ...product, ...range, productId: 'GATEWAY', apiFamily: 'D1' });
    const d1Gone = await refused('missing-parameter', ['PUT', url, bank]);
    assert.equal(d1Gone.parameter, 'settings.d1');
    assert.match(d1Gone.message, /Product GATEWAY of issuer TESTBANK01 speaks D1/);
    assert.ok((await store.issuers.find('TESTBANK01'))?.settings.d1);
    assert.equal((await call('PUT', url, speaksD1())).status, 200);
  });

  it('is refused with what is wrong, by name', async () => {
    const wrong: [parameter: string, d1: object][] = [
      ['settings.d1.outboundBase', { outboundBase: 'https://bank.example?x' }],
      ['settings.d1.paths.cms', { paths: { cms: 'cms/' } }],
      ['settings.d1.oauth2.tokenUrl', { oauth2: { ...oauth2, tokenUrl: 'https://user@bank.example' } }],
      ['settings.d1.oauth2.clientId', { oauth2: { ...oauth2, clientId: 'a:b' } }],
      ['settings.d1.oauth2.basicAlphabet', { oauth2: { ...oauth2, basicAlphabet: 'hex' } }],
      ['settings.d1.cardNotifications', { cardNotifications: 'V3' }],
      ['settings.d1.notificationsPerCall', { notificationsPerCall: 101 }],
      ['settings.d1.notificationsPerCall', { notificationsPerCall: 0 }],
    ];
    for (const [parameter, settings] of wrong) {
      const refusal = await refused('bad-parameter', ['PUT', url, speaksD1(settings)]);
      assert.equal(refusal.parameter, parameter);
    }
    const withSecret = speaksD1({ oauth2: { ...oauth2, clientSecret: secret } });
    const { message } = await refused('unknown-parameter', ['PUT', url, withSecret]);
    assert.doesNotMatch(message, new RegExp(secret));
    assert.equal(await store.issuers.find('TESTBANK01'), null);
  });

  it('has a client secret that goes in, may be replaced and removed, and never comes out', async () => {
    const path = `${url}/client-secret`;
    await refused('not-found', ['PUT', path, { clientSecret: secret }]);
    await refused('not-found', ['DELETE', path]);
    await call('PUT', url, speaksD1({ oauth2 }));
    for (const clientSecret of [secret, `${secret} again`]) {
      assert.equal((await call('PUT', path, { clientSecret })).status, 204);
      const sealed = (await store.issuers.sealedClientSecret('TESTBANK01')) ?? assert.fail();
      assert.equal(hub.vault.open(clientSecretAddress('TESTBANK01'), sealed), clientSecret);
    }
    await call('PUT', url, speaksD1({ oauth2 }));
    const shown = [(await call<IssuerView>('GET', url)).body, (await call('GET', '/issuers')).body];
    assert.equal((shown[0] as IssuerView).hasClientSecret, true, 'and stays when the settings change');
    assert.doesNotMatch(JSON.stringify(shown), new RegExp(secret));
    assert.equal((await call('DELETE', path)).status, 204);
    assert.equal((await call<IssuerView>('GET', url)).body.hasClientSecret, false);
    for (const clientSecret of ['', 'line\nbreak', 'x'.repeat(1025)]) {
      const refusal = await refused('bad-parameter', ['PUT', path, { clientSecret }]);
      assert.equal(refusal.parameter, 'clientSecret');
    }
  });
});

describe('GET /issuers', () => {
  it('lists all, one more closely', async () => {
    assert.deepEqual((await call('GET', '/issuers')).body, { issuers: [] });
    await call('PUT', '/issuers/TESTBANK02', { ...bank, name: 'Second' });
    await call('PUT', url, bank);
    await call('PUT', `${url}/keys/key-1`, { certificatePem: envelope.certificatePem });
    const { issuers } = (await call<IssuerList>('GET', '/issuers')).body;
    assert.deepEqual(
      issuers.map(({ issuerId, name }) => [issuerId, name]),
      [
        ['TESTBANK01', 'Test Bank'],
        ['TESTBANK02', 'Second'],
      ],
    );
    const { keys } = (await call<IssuerView>('GET', url)).body;
    assert.deepEqual(
      keys.map(({ keyIdentifier, createdAt }) => [keyIdentifier, createdAt]),
      [['key-1', '2026-11-22T10:00:00.000Z']],
    );
  });

  it('knows no issuer that is not there', async () => {
    const refusal = await refused('not-found', ['GET', url]);
    assert.match(refusal.message, /TESTBANK01/);
  });
});

describe('keys of an issuer', () => {
  const key = `${url}/keys/key-1`;
  const put = (path: string, { certificatePem }: { certificatePem: string }) =>
    call<IssuerKeyView>('PUT', path, { certificatePem });

  it('are uploaded, replaced and removed', async () => {
    await call('PUT', url, bank);
    const first = await put(key, envelope);
    assert.equal(first.status, 201);
    assert.equal(first.body.notAfter, validity.notAfter.toISOString().replace(/\.\d+/, '.000'));
    assert.equal((await put(key, otherEnvelope)).status, 200);
    assert.equal((await store.issuers.keys('TESTBANK01'))[0]?.certificatePem, otherEnvelope.certificatePem);
    assert.equal((await call('DELETE', key)).status, 204);
    assert.deepEqual(await store.issuers.keys('TESTBANK01'), []);
    await refused('not-found', ['DELETE', key]);
  });

  it('go on in their order when one is uploaded again', async () => {
    await call('PUT', url, bank);
    await put(key, envelope);
    await operator.clock.advance(1_000);
    await put(`${url}/keys/key-2`, otherEnvelope);
    await operator.clock.advance(1_000);
    assert.equal((await put(key, envelope)).status, 200);
    const keys = await store.issuers.keys('TESTBANK01');
    assert.deepEqual(
      keys.map(({ keyIdentifier }) => keyIdentifier),
      ['key-2', 'key-1'],
    );
  });

  it('are refused with a reason', async () => {
    await refused('not-found', ['PUT', key, { certificatePem: envelope.certificatePem }]);
    await call('PUT', url, bank);
    const wrongKind = await refused('bad-certificate', [
      'PUT',
      key,
      { certificatePem: client.certificatePem },
    ]);
    assert.deepEqual(wrongKind, {
      error: 'bad-certificate',
      message: 'The key is ec; RSA is needed.',
      parameter: 'certificatePem',
    });
    const both = envelope.certificatePem + envelope.privateKeyPem;
    assert.match(
      (await refused('bad-certificate', ['PUT', key, { certificatePem: both }])).message,
      /private key/,
    );
    const badId = await refused('bad-parameter', ['PUT', `${url}/keys/key%201`, { certificatePem: 'x' }]);
    assert.equal(badId.parameter, 'keyIdentifier');
  });
});

describe('signing keys of an issuer', () => {
  const key = `${url}/signing-keys/sign-1`;
  const body = { publicKeyPem: envelope.certificatePem };

  it('are made, replaced, shown and removed', async () => {
    await call('PUT', url, bank);
    const first = await call<SigningKeyView>('PUT', key, body);
    assert.deepEqual([first.status, first.body.keyIdentifier], [201, 'sign-1']);
    assert.match(first.body.publicKeyPem, /^-----BEGIN PUBLIC KEY-----/);
    const again = await call<SigningKeyView>('PUT', key, { publicKeyPem: client.certificatePem });
    assert.equal(again.status, 200);
    assert.notEqual(again.body.publicKeyPem, first.body.publicKeyPem);
    const { body: issuer } = await call<IssuerView>('GET', url);
    assert.deepEqual(issuer.signingKeys, [again.body]);
    assert.equal((await call('DELETE', key)).status, 204);
    await refused('not-found', ['DELETE', key]);
  });

  it('are refused with a reason', async () => {
    await refused('not-found', ['PUT', key, body]);
    await call('PUT', url, bank);
    const { message } = await refused('bad-key', ['PUT', key, { publicKeyPem: client.privateKeyPem }]);
    assert.match(message, /private key/);
    await refused('missing-parameter', ['PUT', key, {}]);
    assert.deepEqual(await store.issuers.publicKeys('TESTBANK01', 'SIGNING'), []);
  });
});

describe('encryption keys of an issuer', () => {
  const key = `${url}/encryption-keys/enc-1`;
  const put = (path: string, publicKeyPem: string) => call<EncryptionKeyView>('PUT', path, { publicKeyPem });

  it('are made, shown and removed; one uploaded again goes on in its place', async () => {
    await call('PUT', url, bank);
    const first = await put(key, client.certificatePem);
    assert.deepEqual([first.status, first.body.keyIdentifier], [201, 'enc-1']);
    assert.match(first.body.publicKeyPem, /^-----BEGIN PUBLIC KEY-----/);
    await operator.clock.advance(1_000);
    await put(`${url}/encryption-keys/enc-2`, otherClient.certificatePem);
    await operator.clock.advance(1_000);
    assert.deepEqual(await put(key, client.certificatePem), { ...first, status: 200 });
    const { encryptionKeys, signingKeys } = (await call<IssuerView>('GET', url)).body;
    assert.deepEqual(
      [encryptionKeys.map(({ keyIdentifier }) => keyIdentifier), signingKeys],
      [['enc-2', 'enc-1'], []],
    );
    assert.equal((await call('DELETE', key)).status, 204);
    assert.match((await refused('not-found', ['DELETE', key])).message, /no encryption key enc-1/);
  });

  it('are refused with a reason', async () => {
    await refused('not-found', ['PUT', key, { publicKeyPem: client.certificatePem }]);
    await call('PUT', url, bank);
    const wrongKind = await refused('bad-key', ['PUT', key, { publicKeyPem: envelope.certificatePem }]);
    assert.match(wrongKind.message, /curve P-256/);
    const own = await refused('bad-key', ['PUT', key, { publicKeyPem: client.privateKeyPem }]);
    assert.match(own.message, /private key/);
    assert.deepEqual(await store.issuers.publicKeys('TESTBANK01', 'ENCRYPTION'), []);
  });
});

describe('client certificates of an issuer', () => {
  const certificates = `${url}/certificates`;
  const pin = { certificatePem: client.certificatePem };
  const fingerprint = fingerprint256(client.certificatePem);

  it('are pinned once and unpinned by fingerprint, with colons or without', async () => {
    await call('PUT', url, bank);
    const first = await call<PinnedCertificateView>('POST', certificates, pin);
    assert.deepEqual([first.status, first.body.fingerprint], [201, fingerprint]);
    assert.equal((await call('POST', certificates, pin)).status, 200);
    assert.deepEqual(await store.issuers.idsByCertificate(fingerprint), ['TESTBANK01']);
    assert.equal((await call('DELETE', `${certificates}/${fingerprint}`)).status, 204);
    assert.deepEqual(await store.issuers.idsByCertificate(fingerprint), []);
    await call('POST', certificates, pin);
    const bare = fingerprint.replaceAll(':', '').toLowerCase();
    assert.equal((await call('DELETE', `${certificates}/${bare}`)).status, 204);
    await refused('not-found', ['DELETE', `${certificates}/${bare}`]);
    await refused('bad-parameter', ['DELETE', `${certificates}/0123`]);
  });

  it('speak for one issuer or requestor only', async () => {
    await call('PUT', url, bank);
    await call('PUT', '/issuers/TESTBANK02', bank);
    await call('PUT', '/requestors/wallet', { tokenRequestorIds: [{ id: '40010030273' }] });
    await call('POST', '/requestors/wallet/certificates', pin);
    const taken = await refused('certificate-taken', ['POST', certificates, pin]);
    assert.match(taken.message, /requestor wallet .*issuer TESTBANK01/);
    await call('POST', '/issuers/TESTBANK02/certificates', { certificatePem: envelope.certificatePem });
    const other = await refused('certificate-taken', [
      'POST',
      certificates,
      { certificatePem: envelope.certificatePem },
    ]);
    assert.match(other.message, /issuer TESTBANK02/);
    assert.deepEqual(await store.issuers.certificates('TESTBANK01'), []);
  });

  it('are refused with a reason', async () => {
    await refused('not-found', ['POST', certificates, pin]);
    await call('PUT', url, bank);
    const years = { notBefore: new Date(), notAfter: new Date(Date.now() + 3 * 366 * 24 * 3_600_000) };
    const long = await selfSignTlsCertificate({
      commonName: 'A bank',
      use: { role: 'client' },
      validity: years,
    });
    const tooLong = await refused('bad-certificate', [
      'POST',
      certificates,
      { certificatePem: long.certificatePem },
    ]);
    assert.match(tooLong.message, /more than 2 years/);
    await refused('bad-certificate', ['POST', certificates, { certificatePem: client.privateKeyPem }]);
    await refused('bad-certificate', ['POST', certificates, { certificatePem: 'no certificate' }]);
    await refused('missing-parameter', ['POST', certificates, {}]);
  });
});
