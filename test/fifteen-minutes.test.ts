import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type EmptyFolder, emptyFolder, skip } from './packages/empty-folder.ts';
import { packedPackages } from './packages/packed.ts';
import { type BashSession, openBash } from './readme/bash-session.ts';
import { examplesIn } from './readme/fenced-blocks.ts';
import { isSameOutput } from './readme/same-output.ts';

const page = resolve(import.meta.dirname, '../docs/integrate-in-15-minutes.md');

/** By then something hangs, in milliseconds. On two idle cores the page takes a minute or two, and says how long. */
const timeLimit = 600_000;

describe('the guide to integrate in 15 minutes', { skip, timeout: timeLimit }, () => {
  let folder: EmptyFolder;
  let bash: BashSession;

  before(async () => {
    folder = await emptyFolder();
    await mkdir(join(folder.path, 'packages'));
    for (const tarball of await packedPackages())
      await copyFile(tarball, join(folder.path, 'packages', basename(tarball)));
    bash = openBash({ folder: folder.path, env: folder.env });
  });
  after(async () => {
    bash.close();
    await folder.remove();
  });

  test('leads to a certified backend, by its commands alone', async context => {
    const begun = performance.now();
    for (const { commands, output } of examplesIn(await readFile(page, 'utf8'))) {
      const printed = await bash.run(commands);
      assert.ok(!printed.failed, `a command failed:\n${commands}${printed.text}`);
      assert.ok(output === null || isSameOutput(printed.text, output), printed.text);
    }
    context.diagnostic(`took ${Math.round((performance.now() - begun) / 1000)} s`);
  });
});
