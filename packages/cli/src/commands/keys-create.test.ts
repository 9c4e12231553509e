import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { runCommand, temporaryFolder } from '../command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
after(remove);

it("makes a hub's identity and says what to do with it", async () => {
  const { exitCode, out } = await runCommand(['keys', 'create', 'hub', '--host', 'hub.example'], { folder });
  assert.equal(exitCode, 0);
  assert.match(out, /To be kept secret, and backed up:\n {2}vault\.key/);
  const server = new X509Certificate(await readFile(join(folder, 'hub', 'server.pem')));
  assert.equal(server.subjectAltName, 'DNS:hub.example');
  assert.doesNotMatch(out, new RegExp(await readFile(join(folder, 'hub', 'operator-token'), 'utf8')));
});

it('answers programs with the folder and the key identifiers', async () => {
  const { out } = await runCommand(['keys', 'create', 'other', '--json'], { folder });
  const { keyIdentifiers, ...rest } = JSON.parse(out);
  assert.deepEqual(rest, { folder: join(folder, 'other') });
  const files = await readdir(join(folder, 'other'));
  for (const kind of ['envelope', 'd1-encryption', 'd1-token'])
    assert.ok(files.includes(`${kind}-${keyIdentifiers[kind]}.key`), kind);
});

it('overwrites nothing', async () => {
  const before = await readFile(join(folder, 'hub', 'vault.key'), 'utf8');
  const { exitCode, err } = await runCommand(['keys', 'create', 'hub'], { folder });
  assert.equal(exitCode, 1);
  assert.match(err, /holds an identity already \(.*vault\.key.*nothing was written/);
  assert.equal(await readFile(join(folder, 'hub', 'vault.key'), 'utf8'), before);
});
