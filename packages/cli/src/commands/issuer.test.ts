import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { fingerprint256 } from '@countermark/hub/identity/certificate-rules';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const validity = validFor(30, new Date());
const client = await selfSignTlsCertificate({ commonName: 'Bank One', use: { role: 'client' }, validity });
const envelope = await selfSignEnvelopeCertificate({ commonName: 'Bank One', modulusLength: 2048, validity });
await writeFile(join(folder, 'client.pem'), client.certificatePem);
await writeFile(join(folder, 'client.key'), client.privateKeyPem);
await writeFile(join(folder, 'envelope.pem'), envelope.certificatePem);
const fingerprint = fingerprint256(client.certificatePem);
const expiry = validity.notAfter.toISOString().slice(0, 10);

const url = 'https://bank.example/issuer/igwapi/v2.0';
const add = `issuer add BANKONE001 --url ${url}`;

describe('countermark issuer add', () => {
  it('sets up everything an issuer needs', async () => {
    const out = await printed(
      `${add} --name Bank-One --client-certificate client.pem --envelope-certificate key-1=envelope.pem
      --server-trust client.pem --padding pkcs1 --encoding hex --recipient issuer-serial
      --accept-pkcs1 --no-idv --push-authentication ISSUER --notify-renewals --answer-timeout 10s`,
    );
    assert.equal(
      out,
      `Issuer                BANKONE001
Name                  Bank-One
URL                   ${url}
Server trust          pinned
Padding               RSAES-PKCS1-v1_5
Encoding              hex
Recipient             issuerAndSerialNumber
PKCS#1 v1.5 from it   allowed
Verifies cardholders  no
Push checked by       ISSUER
Told of renewals      yes
Connects within       2 s
Answers within        10 s
Acknowledges within   10 s
Key                   key-1, expires ${expiry}
Certificate           ${fingerprint}, expires ${expiry}

Issuer BANKONE001 is ready.`,
    );
    const issuer = await store.issuers.find('BANKONE001');
    assert.equal(issuer?.settings.serverTrust, client.certificatePem);
    assert.deepEqual(await store.issuers.idsByCertificate(fingerprint), ['BANKONE001']);
  });

  it('can be repeated, and replaces the settings', async () => {
    await printed(`${add} --client-certificate client.pem --encoding hex`);
    const { settings, certificates } = JSON.parse(
      await printed(`${add} --client-certificate client.pem --json`),
    );
    assert.deepEqual([settings.encoding, certificates.length], ['base64', 1]);
  });

  it('changes nothing when a file is not there', async () => {
    const { exitCode, err } = await countermark(`${add} --client-certificate nowhere.pem`);
    assert.deepEqual([exitCode, err], [2, 'countermark: Cannot read nowhere.pem: there is no such file']);
    assert.deepEqual(await store.issuers.list(), []);
  });

  it('says what the hub refuses, and exits with 1', async () => {
    const wrongKind = await countermark(`${add} --envelope-certificate key-1=client.pem`);
    assert.deepEqual([wrongKind.exitCode, wrongKind.err], [1, 'countermark: The key is ec; RSA is needed.']);
    const privateKey = await countermark(`${add} --client-certificate client.key`);
    assert.match(privateKey.err, /This holds a private key/);
    const tooLong = await countermark(`${add} --answer-timeout 1h`);
    assert.match(tooLong.err, /settings\.answerTimeout is wrong\. Expected: .*1000 to 30000/);
  });
});

describe('countermark issuer add --d1-url', () => {
  const addD1 = 'issuer add BANKONE001 --d1-url https://bank.example';

  it('sets up everything an issuer needs in D1', async () => {
    const out = await printed(
      `${addD1} --d1-path consumers=/banking/v1 --d1-path cms= --encryption-key enc-1=client.pem
      --oauth2-url https://bank.example/token --oauth2-client hub --oauth2-scope cards --oauth2-alphabet base64url
      --card-notifications V1 --notifications-per-call 25 --names-card`,
    );
    for (const line of [
      /^D1 URL +https:\/\/bank.example$/m,
      /^D1 consumers +under \/banking\/v1$/m,
      /^D1 cms +under \/$/m,
      /^OAuth2 +https:\/\/bank.example\/token, client hub, no secret yet$/m,
      /^Card notifications +V1, 25 per call$/m,
      /^Asked with the card +yes$/m,
      /^Seals for +enc-1$/m,
    ])
      assert.match(out, line);
    assert.doesNotMatch(out, /^URL/m);
    const issuer = await store.issuers.find('BANKONE001');
    assert.deepEqual(issuer?.settings.d1?.oauth2, {
      tokenUrl: 'https://bank.example/token',
      clientId: 'hub',
      scope: 'cards',
      basicAlphabet: 'base64url',
    });
    assert.match(await printed('issuer list'), /https:\/\/bank.example$/);
  });

  it('says which options go together', async () => {
    const wrong: [command: string, message: RegExp][] = [
      ['issuer add BANKONE001', /--url or --d1-url/],
      [`${add} --names-card`, /add --d1-url/],
      [`${add} --oauth2-url https://a.example --oauth2-client hub`, /add --d1-url/],
      [`${addD1} --oauth2-client hub`, /both --oauth2-url and --oauth2-client/],
      [`${addD1} --d1-path card=/x`, /consumers, consumer-notifications/],
      [`${addD1} --notifications-per-call 101`, /1 to 100/],
    ];
    for (const [command, message] of wrong) {
      const { exitCode, err } = await countermark(command);
      assert.equal(exitCode, 2);
      assert.match(err, message);
    }
    assert.deepEqual(await store.issuers.list(), []);
  });

  it('takes the client secret from a file, and never shows it', async () => {
    await writeFile(join(folder, 'secret.txt'), 'open sesame\n');
    await printed(`${addD1} --oauth2-url https://bank.example/token --oauth2-client hub`);
    const outputs = [
      await printed('issuer client-secret set BANKONE001 --file secret.txt'),
      await printed('issuer show BANKONE001'),
      await printed('issuer show BANKONE001 --json'),
    ];
    assert.match(outputs[1] ?? '', /client hub, secret set$/m);
    assert.doesNotMatch(outputs.join(), /sesame/);
    await printed('issuer client-secret remove BANKONE001');
    assert.match(await printed('issuer show BANKONE001'), /no secret yet/);
    const { err } = await countermark('issuer client-secret set BANKTWO001 --file secret.txt');
    assert.match(err, /There is no issuer BANKTWO001/);
  });

  it('adds and removes encryption keys', async () => {
    await printed(addD1);
    assert.equal(
      await printed('issuer encryption-key add BANKONE001 enc-2=client.pem'),
      'Card data for issuer BANKONE001 are sealed with key enc-2.',
    );
    const removed = 'issuer encryption-key remove BANKONE001 enc-2';
    assert.equal(await printed(removed), 'Encryption key enc-2 of issuer BANKONE001 is removed.');
    assert.match((await countermark(removed)).err, /no encryption key enc-2/);
  });
});

describe('countermark issuer list and show', () => {
  it('show the issuers there are', async () => {
    assert.match(await printed('issuer list'), /No issuers yet/);
    await printed(`${add} --name Bank-One`);
    assert.equal(
      await printed('issuer list'),
      [
        'ISSUER      NAME      PADDING             ENCODING  URL',
        `BANKONE001  Bank-One  RSAES-OAEP-SHA-256  base64    ${url}`,
      ].join('\n'),
    );
    assert.equal(JSON.parse(await printed('issuer list --json')).issuers[0].issuerId, 'BANKONE001');
    assert.match(await printed('issuer show BANKONE001'), /^Issuer +BANKONE001\nName +Bank-One\n/);
    const { exitCode, err } = await countermark('issuer show BANKTWO001');
    assert.deepEqual([exitCode, /There is no issuer BANKTWO001/.test(err)], [1, true]);
  });
});

describe('countermark issuer key and certificate', () => {
  it('add and remove a key', async () => {
    await printed(add);
    assert.equal(
      await printed('issuer key add BANKONE001 key-1=envelope.pem'),
      `Issuer BANKONE001 has key key-1, expires ${expiry}.`,
    );
    const removed = 'issuer key remove BANKONE001 key-1';
    assert.equal(await printed(removed), 'Key key-1 of issuer BANKONE001 is removed.');
    const { exitCode, err } = await countermark(removed);
    assert.deepEqual([exitCode, err], [1, 'countermark: Issuer BANKONE001 has no key key-1.']);
  });

  it('add and remove a key the issuer signs with', async () => {
    await printed(add);
    assert.equal(
      await printed('issuer signing-key add BANKONE001 sign-1=envelope.pem'),
      'Issuer BANKONE001 signs with key sign-1.',
    );
    assert.match(await printed('issuer show BANKONE001'), /^Signs with +sign-1$/m);
    const removed = 'issuer signing-key remove BANKONE001 sign-1';
    assert.equal(await printed(removed), 'Signing key sign-1 of issuer BANKONE001 is removed.');
    const { exitCode, err } = await countermark(removed);
    assert.deepEqual([exitCode, err], [1, 'countermark: Issuer BANKONE001 has no signing key sign-1.']);
    assert.match((await countermark('issuer signing-key add BANKONE001 k=client.key')).err, /private key/);
  });

  it('pin a client certificate', async () => {
    await printed(add);
    assert.equal(
      await printed('issuer certificate pin BANKONE001 client.pem'),
      `${fingerprint} speaks for issuer BANKONE001, expires ${expiry}.`,
    );
    await printed(`issuer add BANKTWO001 --url ${url}`);
    const { err } = await countermark('issuer certificate pin BANKTWO001 client.pem');
    assert.match(err, /pinned for issuer BANKONE001 already/);
  });
});
