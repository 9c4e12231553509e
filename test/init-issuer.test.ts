import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { examplesIn } from './readme/fenced-blocks.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '..');

describe('the backend that countermark init issuer writes', () => {
  let sandbox: TestSandbox;
  let folder: string;
  let backend: string;
  let server: ChildProcess;

  before(async () => {
    sandbox = await startTestSandbox();
    folder = await mkdtemp(join(tmpdir(), 'countermark-init-'));
    backend = join(folder, 'my-issuer');
    await symlink(sandbox.folder, join(folder, '.countermark'));
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
    await shell(folder, `countermark init issuer my-issuer --port ${await freePort()}`);
    server = await startBackend({ HUB_FOLDER: join(sandbox.folder, 'hub') });
  });
  after(async () => {
    server.kill();
    await once(server, 'exit');
    await rm(folder, { recursive: true });
    await sandbox.close();
  });

  function shell(cwd: string, script: string, env: NodeJS.ProcessEnv = {}): Promise<{ stdout: string }> {
    const path = `${join(repository, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`;
    return run('bash', ['-ec', script], { cwd, env: { ...process.env, ...env, PATH: path } });
  }

  async function startBackend(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--env-file=issuer.env', 'src/server.ts'], {
      cwd: backend,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: child.stdout }), 'line'); // says where it answers
    return child;
  }

  test('passes its own tests', async () => {
    await shell(backend, 'npm test');
  });

  test('is called by the hub of a sandbox, once the commands of its README are done there', async () => {
    const readme = examplesIn(await readFile(join(backend, 'README.md'), 'utf8'));
    const example = readme.find(({ heading }) => heading === 'At a sandbox');
    const { stdout } = await shell(folder, example?.commands ?? 'false', { BACKEND: backend });
    assert.match(stdout, /hub {4}→ issuer {2}requestCardDigitization +200/);
    assert.match(stdout, /Enrolment ACTIVATED, decision green/);
  });
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0);
  await once(holder, 'listening');
  const address = holder.address();
  await new Promise(closed => holder.close(closed));
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}
