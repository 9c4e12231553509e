import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type EmptyFolder, emptyFolder, skip } from './packages/empty-folder.ts';
import { packedPackages } from './packages/packed.ts';

const run = promisify(execFile);
const binaries = resolve(import.meta.dirname, '../node_modules/.bin');

/** To compile and install everything takes a while on a busy machine, in milliseconds. */
const timeout = 600_000;

describe('the packages, installed from their tarballs in an empty folder,', { skip, timeout }, () => {
  let tarballs: string[];
  let folder: EmptyFolder;

  before(async () => {
    tarballs = await packedPackages();
    folder = await emptyFolder();
    await folder.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs);
  });
  after(() => folder.remove());

  test('are what publint and attw expect of packages for ESM', async () => {
    for (const tarball of tarballs) await run(join(binaries, 'publint'), ['run', '--strict', tarball]);
    const [issuerKit, wire] = ['issuer-kit', 'wire'].map(
      name => tarballs.find(file => file.includes(name)) ?? '',
    );
    assert.ok(issuerKit && wire);
    const attw = (...args: string[]) => run(join(binaries, 'attw'), ['--profile', 'esm-only', ...args]);
    await attw(issuerKit);
    await attw(wire, '--entrypoints', 'issuer-gateway/operations', 'envelope/cms', 'd1/apis');
  });

  test('hold no test, and use only what they declare', async () => {
    for (const name of ['wire', 'issuer-kit', 'hub', 'sandbox', 'cli']) {
      const root = join(folder.path, 'node_modules/@countermark', name);
      const { dependencies, private: isPrivate } = JSON.parse(
        await readFile(join(root, 'package.json'), 'utf8'),
      );
      assert.equal(isPrivate, undefined);
      const modules = (await readdir(root, { recursive: true })).filter(file => file.endsWith('.js'));
      assert.ok(modules.length > 0);
      for (const module of modules) {
        assert.doesNotMatch(module, /\.(test|fixture)\./);
        for (const used of packagesUsedBy(await readFile(join(root, module), 'utf8'))) {
          assert.ok(
            Object.hasOwn(dependencies, used),
            `${name} does not declare ${used}, which ${module} uses`,
          );
        }
      }
    }
  });

  test('run the countermark command, whatever Node the machine has', async () => {
    const { version } = JSON.parse(
      await readFile(resolve(import.meta.dirname, '../packages/cli/package.json'), 'utf8'),
    );
    assert.equal(await folder.run('npx', 'countermark', '--version'), `${version}\n`);
  });

  test('start a sandbox, in which an enrolment ends with a token that is active', async () => {
    await folder.start('Sandbox is ready', 'npx', 'countermark', 'sandbox', '--port', '0');
    assert.match(await folder.run('npx', 'countermark', 'enrol'), /Enrolment ACTIVATED, decision green/);
  });

  test('give a TypeScript consumer their types', async () => {
    const consumer = `
      import { inMemorySessions } from '@countermark/issuer-kit';
      export const sessions = inMemorySessions();
    `;
    await writeFile(join(folder.path, 'consumer.ts'), consumer);
    const types = ['--typeRoots', join(binaries, '../@types'), '--types', 'node'];
    const strictness = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
    await run(join(binaries, 'tsc'), ['--ignoreConfig', ...strictness, ...types, 'consumer.ts'], {
      cwd: folder.path,
    });
  });
});

/** Names of the packages that a module imports, statically or when it needs them. */
function packagesUsedBy(module: string): string[] {
  const specifiers = module.matchAll(
    /^(?:import|export) (?:[^'";]* from )?'(?<static>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/gm,
  );
  return [...specifiers]
    .map(({ groups }) => groups?.['static'] ?? groups?.['dynamic'] ?? '')
    .filter(specifier => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .map(specifier =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
