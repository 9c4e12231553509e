import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inboundOperations } from '@countermark/wire/issuer-gateway/operations';
import { type BashSession, openBash, type Printed } from './readme/bash-session.ts';
import { type Example, examplesIn } from './readme/fenced-blocks.ts';
import { isSameOutput } from './readme/same-output.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const binaries = join(repository, 'node_modules', '.bin');
const examples = examplesIn(await readFile(join(repository, 'README.md'), 'utf8'));

/** What the README asks its reader to have. */
const missing = ['bash', 'curl', 'openssl'].find(command => spawnSync(command, ['--help']).error);
const skip = missing === undefined ? false : `there is no ${missing} command here`;

/** A look that comes too early is repeated: what an issuer asks for is done a moment after it is accepted. */
const look = 'look\n';

describe('the commands of the README do what it says,', { skip }, () => {
  let sandbox: TestSandbox;
  let reader: { folder: string; remove(): Promise<void> };
  let bash: BashSession;

  before(async () => {
    sandbox = await startTestSandbox();
    reader = await folderOfReader(sandbox);
    const env = {
      ...process.env,
      PATH: `${binaries}${delimiter}${process.env['PATH']}`,
      npm_config_loglevel: 'error',
    };
    bash = openBash({ folder: reader.folder, env });
  });
  after(async () => {
    bash.close();
    await reader.remove();
    await sandbox.close();
  });

  for (const [index, example] of examples.entries()) {
    test(`${index + 1}, ${example.heading}`, async () => {
      const printed = await runUntilDone(example);
      assert.ok(!printed.failed, `a command failed:\n${example.commands}${printed.text}`);
      assertShown(printed, example);
    });
  }

  async function runUntilDone(example: Example): Promise<Printed> {
    if (example.commands !== look) return bash.run(example.commands);
    return until(`the state shown under ${example.heading}`, async () => {
      const printed = await bash.run(example.commands);
      return isSameOutput(printed.text, example.output ?? '') && printed;
    });
  }
});

describe('the README has an example with curl that is answered with HTTP 200, for', () => {
  for (const { name } of inboundOperations) {
    test(name, () => {
      const calls = examples.filter(({ commands }) => commands.includes(`$hub/${name} --data`));
      const options = /curl --cert \S+ --key \S+ --cacert \S+/;
      const complete = calls.filter(
        ({ commands, output }) => options.test(commands) && output?.startsWith('HTTP 200'),
      );
      assert.ok(complete.length > 0);
    });
  }
});

function assertShown(printed: Printed, { commands, output }: Example): void {
  if (output === null || isSameOutput(printed.text, output)) return;
  assert.fail(`printed:\n${printed.text}\n\ninstead of:\n${output}\nby:\n${commands}`);
}

/** A folder like the root of the repository: with the sandbox's `.countermark` and the command that `npx` finds. */
async function folderOfReader(sandbox: TestSandbox): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-reader-'));
  await symlink(sandbox.folder, join(folder, '.countermark'));
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
