import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { clientCertificateFaults, envelopeCertificateFaults } from './certificate-rules.ts';
import { createHubIdentity } from './hub-identity.ts';

const root = await mkdtemp(join(tmpdir(), 'countermark-hub-identity-'));
after(() => rm(root, { recursive: true }));

const modeOf = async (...path: string[]) => ((await stat(join(...path))).mode & 0o777).toString(8);

describe('createHubIdentity', async () => {
  const hub = join(root, 'countermark', 'hub');
  const result = await createHubIdentity(hub);
  assert.ok(result.created);
  const ownKeys = Object.entries(result.keyIdentifiers).map(([kind, id]) => `${kind}-${id}`);
  const envelope = `envelope-${result.keyIdentifiers.envelope}`;
  const pairs = ['ca', 'client', 'server', ...ownKeys];
  const read = (name: string) => readFile(join(hub, name), 'utf8');

  it('writes every file, secrets for their owner only', async () => {
    const keys = [...pairs.map(name => `${name}.key`), 'operator-token', 'vault.key'];
    const certificates = pairs.map(name => `${name}.pem`);
    assert.deepEqual(await readdir(hub), [...keys, ...certificates].sort());
    assert.equal(await modeOf(hub), '700');
    for (const name of keys) assert.equal(await modeOf(hub, name), '600', name);
    for (const name of certificates) assert.equal(await modeOf(hub, name), '644', name);
  });

  it('writes keys that belong to their certificates', async () => {
    for (const name of pairs) {
      const certificate = new X509Certificate(await read(`${name}.pem`));
      assert.ok(certificate.checkPrivateKey(createPrivateKey(await read(`${name}.key`))), name);
    }
  });

  it('has server and client vouched for by its authority, the server under every loopback name', async () => {
    const authority = new X509Certificate(await read('ca.pem'));
    const server = new X509Certificate(await read('server.pem'));
    for (const certificate of [server, new X509Certificate(await read('client.pem'))])
      assert.ok(certificate.verify(authority.publicKey));
    assert.equal(server.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  });

  it('keeps the rules it has for others', async () => {
    const now = new Date();
    assert.deepEqual(clientCertificateFaults(await read('client.pem'), now), []);
    assert.deepEqual(envelopeCertificateFaults(await read(`${envelope}.pem`), now), []);
  });

  it('has one key of each kind that follow one another, P-256 but for PKCS#7', async () => {
    assert.deepEqual(Object.keys(result.keyIdentifiers), ['envelope', 'd1-encryption', 'd1-token']);
    for (const kind of ['d1-encryption', 'd1-token'] as const) {
      const pem = await read(`${kind}-${result.keyIdentifiers[kind]}.pem`);
      const { asymmetricKeyDetails } = new X509Certificate(pem).publicKey;
      assert.equal(asymmetricKeyDetails?.namedCurve, 'prime256v1', kind);
    }
  });

  it('makes a vault key of 32 bytes and a token fit for a header', async () => {
    assert.equal(Buffer.from(await read('vault.key'), 'base64').length, 32);
    assert.match(await read('operator-token'), /^[A-Za-z0-9_-]{43}$/);
  });

  it('puts other names into the server certificate', async () => {
    const elsewhere = join(root, 'production');
    await createHubIdentity(elsewhere, ['hub.example', '192.0.2.7']);
    const server = new X509Certificate(await readFile(join(elsewhere, 'server.pem')));
    assert.equal(server.subjectAltName, 'DNS:hub.example, IP Address:192.0.2.7');
  });

  it('overwrites nothing, not even a part of an identity', async () => {
    const started = await mkdtemp(join(root, 'started-'));
    await writeFile(join(started, 'vault.key'), 'precious');
    await writeFile(join(started, 'envelope-old.key'), 'precious');
    await writeFile(join(started, 'd1-token-old.pem'), 'precious');
    await writeFile(join(started, 'countermark.yaml'), '');
    const refusal = await createHubIdentity(started);
    assert.ok(!refusal.created);
    assert.deepEqual(refusal.existing.sort(), ['d1-token-old.pem', 'envelope-old.key', 'vault.key']);
    assert.deepEqual((await readdir(started)).sort(), [
      'countermark.yaml',
      'd1-token-old.pem',
      'envelope-old.key',
      'vault.key',
    ]);
    assert.equal(await readFile(join(started, 'vault.key'), 'utf8'), 'precious');
  });

  it('settles in a folder that holds other things', async () => {
    const started = await mkdtemp(join(root, 'configured-'));
    await writeFile(join(started, 'countermark.yaml'), 'kept');
    assert.equal((await createHubIdentity(started)).created, true);
    assert.equal(await readFile(join(started, 'countermark.yaml'), 'utf8'), 'kept');
  });
});
