import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCommand, temporaryFolder } from '../command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
after(remove);

const keys = (...words: string[]) => runCommand(['keys', ...words], { folder });

await keys('create', 'hub');
const hub = join(folder, 'hub');
const filesOf = async (kind: string) => (await readdir(hub)).filter(name => name.startsWith(`${kind}-`));

interface KeySet {
  keys: { kid: string; use: string; alg: string; kty: 'EC'; d?: string }[];
}
const shown = async () => (JSON.parse((await keys('show', 'hub', '--json')).out) as KeySet).keys;

describe('countermark keys add', () => {
  it('makes the keys that a folder of an older release lacks, and no others', async () => {
    for (const name of [...(await filesOf('d1-encryption')), ...(await filesOf('d1-token'))])
      await rm(join(hub, name));
    const { out } = await keys('add', 'hub');
    assert.match(out, /d1-encryption-\w+\.pem and \.key\n {2}d1-token-\w+\.pem and \.key$/);
    assert.match((await keys('add', 'hub')).out, /has a key of every kind: nothing was added/);
    assert.equal((await filesOf('envelope')).length, 2);
    assert.equal((await filesOf('d1-token')).length, 2);
  });

  it('makes a newer key of the kinds that are named, and keeps the older', async () => {
    const before = await filesOf('d1-token');
    const { added } = JSON.parse((await keys('add', 'hub', 'd1-token', '--json')).out);
    assert.equal(added.length, 1);
    const name = `d1-token-${added[0].keyIdentifier}`;
    assert.deepEqual(await filesOf('d1-token'), [...before, `${name}.key`, `${name}.pem`].sort());
  });

  it('refuses another folder and another kind, and writes nothing', async () => {
    const { exitCode, err } = await keys('add', '.');
    assert.deepEqual([exitCode, /holds no identity of a hub/.test(err)], [1, true]);
    assert.equal((await keys('add', 'hub', 'vault')).exitCode, 2);
    assert.deepEqual(await readdir(folder), ['hub']);
  });
});

describe('countermark keys show', () => {
  it('prints the public keys alone, for programs and for people', async () => {
    const set = await shown();
    assert.deepEqual(
      set.map(({ use, alg }) => `${use} ${alg}`),
      ['enc ECDH-ES', 'sig ES256', 'sig ES256'],
    );
    for (const jwk of set) {
      assert.equal(jwk.d, undefined);
      createPublicKey({ key: jwk, format: 'jwk' });
    }
    const { out } = await keys('show', 'hub');
    for (const { kid } of set) assert.match(out, new RegExp(`"kid": "${kid}"`));
  });
});

describe('countermark keys sign', () => {
  it('signs a request that openssl made, so that openssl finds the certificate good', async () => {
    const request =
      'openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha256 -nodes -subj /CN=any';
    const openssl = (line: string) =>
      execFileSync('openssl', line.split(' ').slice(1), { cwd: folder, stdio: 'pipe' }).toString();
    openssl(`${request} -keyout client.key -out request.pem`);
    const { exitCode, out, err } = await keys(
      ...'sign hub --csr request.pem --issuer NordBank01 --out client.pem'.split(' '),
    );
    assert.deepEqual([exitCode, out], [0, 'client.pem names TLSMA-ECDSA/NordBank01/PRD.'], err);
    openssl('openssl verify -CAfile hub/ca.pem -purpose sslclient client.pem');
    const printed = await keys(...'sign hub --csr request.pem --issuer NordBank01 --env PPR'.split(' '));
    assert.equal(new X509Certificate(printed.out).subject, 'CN=TLSMA-ECDSA/NordBank01/PPR');
  });

  it('says what is wrong with a request', async () => {
    const { exitCode, err } = await keys(
      ...'sign hub --csr hub/ca.pem --issuer NordBank01 --out none.pem'.split(' '),
    );
    assert.equal(exitCode, 1);
    assert.match(err, /^countermark: hub\/ca\.pem: This is not a certificate request in PEM form\.$/);
    await assert.rejects(readFile(join(folder, 'none.pem')));
  });
});
