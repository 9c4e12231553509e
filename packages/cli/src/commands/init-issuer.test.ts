import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  clientCertificateFaults,
  envelopeCertificateFaults,
} from '@countermark/hub/identity/certificate-rules';
import { plansOf } from '@countermark/sandbox/certification/certification-profile';
import { d1OperationNames } from '@countermark/sandbox/certification/d1/d1-operations';
import { readProfile } from '@countermark/sandbox/certification/read-profile';
import { runCommand, temporaryFolder } from '../command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
after(remove);
const path = (...names: string[]) => join(folder, 'my-issuer', ...names);
const read = (...names: string[]) => readFile(path(...names), 'utf8');
const packages = resolve(import.meta.dirname, '../../..');

describe('countermark init issuer', () => {
  it('writes a backend, and says what to do next', async () => {
    const { exitCode, out, err } = await runCommand(
      ['init', 'issuer', 'my-issuer', '--issuer-id', 'BANKONE001', '--port', '9555'],
      { folder },
    );
    assert.deepEqual({ exitCode, err }, { exitCode: 0, err: '' });
    assert.match(out, /issuer BANKONE001 is in my-issuer[\s\S]*cd my-issuer\n {2}npm install/);
    assert.match(await read('issuer.env'), /^ISSUER_ID=BANKONE001\nPORT=9555$/m);
    assert.match(await read('.gitignore'), /^keys\/$/m);
  });

  it('leaves no mark of its template unfilled', async () => {
    for (const entry of await readdir(path(), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      assert.doesNotMatch(text, /\{\{/, entry.name);
    }
  });

  it('makes keys that a hub takes, in the name of the issuer', async () => {
    const now = new Date();
    const client = await read('keys', 'client.pem');
    assert.deepEqual(clientCertificateFaults(client, now), []);
    assert.equal(new X509Certificate(client).subject, 'CN=BANKONE001');
    for (const name of ['envelope-1.pem', 'envelope-2.pem'])
      assert.deepEqual(envelopeCertificateFaults(await read('keys', name), now), []);
    const server = new X509Certificate(await read('keys', 'server.pem'));
    assert.equal(server.checkHost('localhost'), 'localhost');
    assert.equal(server.checkIP('127.0.0.1'), '127.0.0.1');
    const names = (await readdir(path('keys'))).filter(name => name.endsWith('.key'));
    assert.deepEqual(names.sort(), [
      'client.key',
      'd1-encryption.key',
      'd1-signing.key',
      'envelope-1.key',
      'envelope-2.key',
      'server.key',
    ]);
  });

  it('tells the certification of everything that the backend answers', async () => {
    const profile = await readProfile(path('certification.yaml'));
    assert.deepEqual(plansOf(profile), ['single-badge', 'cobadged', 'd1', 'click-to-pay']);
    const { issuerId, d1 } = profile;
    assert.partialDeepStrictEqual(
      { issuerId, d1 },
      { issuerId: 'BANKONE001', d1: { url: 'https://localhost:9555', oauth2: { scope: null } } },
    );
    assert.equal(d1?.oauth2?.clientSecret, await read('keys', 'd1-client-secret'));
    const backend = await read('src', 'backend.ts');
    const served = d1OperationNames.filter(name => backend.includes(`import { ${name} } from './d1/`));
    assert.deepEqual([...d1.operations].sort(), served.sort());
  });

  it('names the versions of packages and tools that this command is of', async () => {
    const manifest = async (...names: string[]) =>
      JSON.parse(await readFile(join(packages, ...names), 'utf8'));
    const backend = JSON.parse(await read('package.json'));
    const cli = await manifest('cli', 'package.json');
    const kit = await manifest('issuer-kit', 'package.json');
    const workspace = await manifest('..', 'package.json');
    const { '@types/node': nodeTypes, typescript } = workspace.devDependencies;
    assert.deepEqual(backend.dependencies, { [kit.name]: kit.version });
    assert.deepEqual(backend.devDependencies, {
      [cli.name]: cli.version,
      '@types/node': nodeTypes,
      typescript,
    });
    assert.deepEqual(backend.optionalDependencies, cli.optionalDependencies);
  });

  it('writes into no folder in which something is', async () => {
    const file = path('src', 'bank', 'cards.ts');
    await writeFile(file, '// changed by its owner');
    const { exitCode, err } = await runCommand(['init', 'issuer', 'my-issuer'], { folder });
    assert.equal(exitCode, 1);
    assert.match(err, /my-issuer is not empty, and nothing was written/);
    assert.equal(await readFile(file, 'utf8'), '// changed by its owner');
  });

  it('refuses ids and ports that are none', async () => {
    for (const words of [
      ['--issuer-id', 'SHORT'],
      ['--port', '70000'],
      ['--port', '0'],
    ]) {
      const { exitCode } = await runCommand(['init', 'issuer', 'other', ...words], { folder });
      assert.equal(exitCode, 2, words.join(' '));
    }
    assert.deepEqual(await readdir(folder), ['my-issuer']);
  });
});
