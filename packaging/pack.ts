import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { publishedManifest, type WorkspaceManifest } from './published-manifest.ts';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '..');

/** What is published, each after what it builds on. */
const packages = ['wire', 'issuer-kit', 'hub', 'sandbox', 'cli'];

/**
 * Makes the tarballs of all published packages and puts them into a folder. Node runs no TypeScript below node_modules,
 * so they hold JavaScript, in the layout of the sources: what a module reads beside itself is found there too. The
 * OpenAPI documents are a package as they are.
 */
export async function pack(folder: string): Promise<void> {
  const stage = await mkdtemp(join(tmpdir(), 'countermark-packages-'));
  try {
    await run('tsc', ['-p', import.meta.dirname, '--outDir', stage], { cwd: repository });
    for (const name of packages) await addWhatIsNotCompiled(name, join(stage, name));
    await mkdir(folder, { recursive: true });
    const staged = packages.map(name => join(stage, name));
    const documents = join(repository, 'openapi');
    await run('npm', ['pack', '--pack-destination', folder, documents, ...staged], { cwd: stage });
  } finally {
    await rm(stage, { recursive: true });
  }
}

async function addWhatIsNotCompiled(name: string, stage: string): Promise<void> {
  const workspace = join(repository, 'packages', name);
  const sources = join(workspace, 'src');
  await cp(sources, join(stage, 'src'), {
    recursive: true,
    filter: path => isReadAtRunTime(relative(sources, path)),
  });
  const manifest = publishedManifest(
    JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8')) as WorkspaceManifest,
  );
  await writeFile(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await copyFile(join(repository, 'LICENSE'), join(stage, 'LICENSE'));
  await copyFile(join(workspace, 'README.md'), join(stage, 'README.md'));
  for (const command of Object.values(manifest.bin ?? {})) await chmod(join(stage, command), 0o755);
}

/** Migrations and the like; and templates, which are TypeScript that is read, not run. */
function isReadAtRunTime(path: string): boolean {
  return !path.endsWith('.ts') || path.split(sep).includes('template');
}

const [, , folder = 'dist'] = process.argv;
await pack(resolve(folder));
