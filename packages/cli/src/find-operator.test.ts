import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { operatorApi, operatorToken } from '@countermark/hub/peers/operator/inbound/operator-api.fixture';
import { exitCodes } from './command-failed.ts';
import { runCommand, temporaryFolder } from './command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
const { app } = await operatorApi();
const url = await app.listen({ host: '127.0.0.1', port: 0 });
await writeFile(join(folder, 'operator-token'), `${operatorToken}\n`);
after(async () => {
  await app.close();
  await remove();
});

const clock = (words: string[], env: Record<string, string> = {}) =>
  runCommand(['clock', ...words], { env, folder });

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the hub that is meant', () => {
  it('is named by options', async () => {
    const { exitCode, out } = await clock(['--operator-url', url, '--operator-token-file', 'operator-token']);
    assert.deepEqual([exitCode, out], [0, '2026-11-22 10:00:00.000 UTC, real time']);
  });

  it('is named by the environment, with its base path or without', async () => {
    const env = {
      COUNTERMARK_OPERATOR_URL: `${url}/operator/v1/`,
      COUNTERMARK_OPERATOR_TOKEN: operatorToken,
    };
    assert.equal((await clock([], env)).exitCode, 0);
  });

  it('is the sandbox that runs in the folder', async () => {
    await mkdir(join(folder, '.countermark'));
    const file = join(folder, '.countermark', 'sandbox.json');
    const description = { pid: process.pid, operator: { url, token: operatorToken } };
    await writeFile(file, JSON.stringify(description));
    assert.equal((await clock([])).exitCode, 0);
    await writeFile(file, JSON.stringify({ ...description, pid: 2 ** 22 + 1 }));
    assert.equal((await clock([])).exitCode, exitCodes.unreachable);
  });

  it('is asked for where there is none', async () => {
    const { exitCode, out, err } = await runCommand(['clock']);
    assert.deepEqual([exitCode, out], [exitCodes.unreachable, '']);
    assert.match(err, /start one with `countermark sandbox`/);
  });

  it('needs a URL and a token', async () => {
    const env = { COUNTERMARK_OPERATOR_TOKEN: operatorToken };
    for (const wrong of ['localhost:8444', 'ftp://localhost', 'http://']) {
      const { exitCode, err } = await clock(['--operator-url', wrong], env);
      assert.deepEqual([exitCode, /expected one such as http:/.test(err)], [exitCodes.usage, true]);
    }
    const tokenless = await clock(['--operator-url', url]);
    assert.equal(tokenless.exitCode, exitCodes.usage);
    assert.match(tokenless.err, /No token for .*--operator-token-file/);
    const fileless = await clock(['--operator-url', url, '--operator-token-file', 'nowhere']);
    assert.deepEqual(
      [fileless.exitCode, fileless.err],
      [2, 'countermark: Cannot read nowhere: there is no such file'],
    );
  });
});

describe('a hub that does not do as asked', () => {
  it('refuses another token', async () => {
    const { exitCode, err } = await clock(['--operator-url', url], { COUNTERMARK_OPERATOR_TOKEN: 'another' });
    assert.equal(exitCode, exitCodes.failed);
    assert.match(err, /^countermark: The operator token is missing or wrong/);
  });

  it('is not there', async () => {
    const nobody = createServer();
    const port = await portOf(nobody);
    await new Promise(closed => nobody.close(closed));
    const env = { COUNTERMARK_OPERATOR_TOKEN: operatorToken };
    const { exitCode, err } = await clock(['--operator-url', `http://127.0.0.1:${port}`], env);
    assert.equal(exitCode, exitCodes.unreachable);
    assert.match(err, /No hub answers: .*ECONNREFUSED.*Is it running\?/);
  });

  it('is no hub', async () => {
    const other = createServer((_, response) => response.end('<html>'));
    const port = await portOf(other);
    const env = { COUNTERMARK_OPERATOR_TOKEN: operatorToken };
    const { exitCode, err } = await clock(['--operator-url', `http://127.0.0.1:${port}`], env);
    assert.equal(exitCode, exitCodes.unreachable);
    assert.match(err, /is no Countermark hub/);
    other.closeAllConnections();
    await new Promise(closed => other.close(closed));
  });
});
