import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';

/** What openapi-typescript makes of the documents, compiled by the TypeScript that it is made for. */

const openapi = join(import.meta.dirname, '..', 'openapi');
const tools = createRequire(join(openapi, 'package.json'));
const {
  default: openapiTS,
  astToString,
}: { default(document: object): Promise<unknown>; astToString(ast: unknown): string } =
  tools('openapi-typescript');

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countermark-client-'));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
});
after(() => rm(folder, { recursive: true, force: true }));

for (const version of ['3.1', '3.0'])
  test(`types of every message are generated from OpenAPI ${version}, and compile`, async () => {
    const documents = globSync(`${version}/*.json`, { cwd: openapi });
    assert.ok(documents.length > 15);
    const users = await Promise.all(documents.map(document => useOf(document, version)));
    compile(users);
  });

test('the client in the README compiles', async () => {
  const readme = await readFile(join(openapi, 'README.md'), 'utf8');
  const client = /```typescript\n(?<text>[\s\S]*?)```/.exec(readme)?.groups?.['text'] ?? assert.fail();
  await generate('3.1/D1-Public-IN-v2-Card.json', 'd1-cards');
  await writeFile(join(folder, 'client.ts'), client);
  compile(['client.ts']);
  await writeFile(join(folder, 'client.ts'), client.replace("'CARD_LOST'", "'CARD_FORGOTTEN'"));
  assert.throws(() => compile(['client.ts']), /"CARD_FORGOTTEN"/);
});

/** A file that takes the types of all operations of a document, each by its name. */
async function useOf(document: string, version: string): Promise<string> {
  const name = `${version}-${basename(document, '.json')}`;
  const { paths } = await generate(document, name);
  const ids = Object.values(paths).flatMap(path => Object.values(path).map(({ operationId }) => operationId));
  const lines = ids.map(
    id => `export type ${id} = Successes<operations['${id}']['responses']>;
export const statusOf${id}: keyof ${id} = ${successOf(paths, id)};`,
  );
  const imports = `import type { operations } from './${name}.ts';
type Successes<Responses> = Pick<Responses, keyof Responses & (200 | 201 | 202 | 204)>;`;
  await writeFile(join(folder, `use-${name}.ts`), [imports, ...lines].join('\n'));
  return `use-${name}.ts`;
}

type Paths = Record<string, Record<string, { operationId: string; responses: Record<string, object> }>>;

async function generate(document: string, name: string): Promise<{ paths: Paths }> {
  const content = JSON.parse(await readFile(join(openapi, document), 'utf8'));
  await writeFile(join(folder, `${name}.ts`), astToString(await openapiTS(content)));
  return content;
}

function successOf(paths: Paths, id: string): string {
  const operations = Object.values(paths).flatMap(path => Object.values(path));
  const { responses = {} } = operations.find(({ operationId }) => operationId === id) ?? {};
  return Object.keys(responses).find(status => status.startsWith('2')) ?? assert.fail(id);
}

function compile(files: readonly string[]): void {
  const words = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
  const modules = ['--module', 'nodenext', '--allowImportingTsExtensions', '--lib', 'es2024,dom'];
  const compiler = tools.resolve('typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...words, ...modules, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
}
