import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { importerPackage, type Request } from './insomnia/importer-package.ts';

/** The importer reads OpenAPI up to 3.0. */
const combined = new URL('../openapi/3.0/countermark.json', import.meta.url);

test('Insomnia imports every operation of the combined document', async () => {
  const text = await readFile(combined, 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { summary: string }>> };
  const operations = Object.values(paths).flatMap(path => Object.entries(path));
  assert.ok(operations.length > 60);
  const { type, data } = await importerPackage.convert(text);
  assert.equal(type.id, 'openapi3');
  const requests = data.resources.filter((resource): resource is Request => resource._type === 'request');
  const seen = requests.map(({ method, name }) => `${method.toLowerCase()} ${name}`);
  const said = operations.map(([method, { summary }]) => `${method} ${summary}`);
  assert.deepEqual(seen.toSorted(), said.toSorted());
  assert.ok(requests.every(({ url }) => url.startsWith('{{ base_url }}/')));
});
