import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestSandbox } from '../support/test-sandbox.ts';
import { until } from '../support/until.ts';
import { openBash, type Printed } from './bash-session.ts';
import { type Example, examplesIn } from './fenced-blocks.ts';
import { isSameOutput } from './same-output.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const binaries = join(repository, 'node_modules', '.bin');

/** What pages ask their reader to have and is missing here, as a reason to skip; else false. */
export const skip = reasonToSkip();

/** A look that comes too early is repeated: what an issuer asks for is done a moment after it is accepted. */
const look = 'look\n';

/** Somebody with a sandbox of their own, who pastes one example after the other into one shell. */
export interface Reader {
  /** Runs an example, and fails when one of its commands does, or when it prints something else than the page shows. */
  tryOut(example: Example): Promise<void>;
  close(): Promise<void>;
}

export async function startReader(): Promise<Reader> {
  const sandbox = await startTestSandbox();
  const folder = await folderLikeRepository(sandbox.folder);
  const env = {
    ...process.env,
    PATH: `${binaries}${delimiter}${process.env['PATH']}`,
    npm_config_loglevel: 'error',
  };
  const bash = openBash({ folder, env });

  async function runUntilDone(example: Example): Promise<Printed> {
    if (example.commands !== look) return bash.run(example.commands);
    return until(`the state shown under ${example.heading}`, async () => {
      const printed = await bash.run(example.commands);
      return isSameOutput(printed.text, example.output ?? '') && printed;
    });
  }

  return {
    async tryOut(example) {
      const printed = await runUntilDone(example);
      assert.ok(!printed.failed, `a command failed:\n${example.commands}${printed.text}`);
      assertShown(printed, example);
    },
    async close() {
      bash.close();
      await rm(folder, { recursive: true });
      await sandbox.close();
    },
  };
}

/** The examples of a page, named from the root of the repository. */
export async function examplesOf(page: string): Promise<Example[]> {
  return examplesIn(await readFile(join(repository, page), 'utf8'));
}

function reasonToSkip(): string | false {
  const missing = ['bash', 'curl', 'openssl'].find(command => spawnSync(command, ['--help']).error);
  return missing === undefined ? false : `there is no ${missing} command here`;
}

function assertShown(printed: Printed, { commands, output }: Example): void {
  if (output === null || isSameOutput(printed.text, output)) return;
  assert.fail(`printed:\n${printed.text}\n\ninstead of:\n${output}\nby:\n${commands}`);
}

/** A folder like the root of the repository: with the sandbox's `.countermark`, the command that `npx` finds, and samples. */
async function folderLikeRepository(sandboxFolder: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-reader-'));
  await symlink(sandboxFolder, join(folder, '.countermark'));
  for (const name of ['node_modules', 'docs']) await symlink(join(repository, name), join(folder, name));
  return folder;
}
