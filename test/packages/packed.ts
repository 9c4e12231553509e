import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');
const cache = join(repository, 'node_modules/.cache/countermark');

/** Tarballs of all published packages, in the order they build on each other; made anew only when a source has changed. */
export async function packedPackages(): Promise<string[]> {
  const folder = join(cache, `packages-${await stateOfSources()}`);
  if (!existsSync(folder)) await packInto(folder);
  return (await readdir(folder)).map(file => join(folder, file));
}

/** All tarballs or none: test files that start at once may each make them. */
async function packInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'unfinished-packages-'));
  await run('npm', ['run', 'pack', '--', unfinished], { cwd: repository });
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
}

async function stateOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['packages', 'packaging']) {
    const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}
